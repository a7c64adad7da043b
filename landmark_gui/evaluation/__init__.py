"""How far predictions are from readers."""
