"""Making weights: data, augmentation and the training loop."""
