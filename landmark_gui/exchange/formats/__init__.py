"""The formats that landmarks go out in and come in from, a module each."""
