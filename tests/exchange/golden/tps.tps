LM=4
100.25 2199.5
NA NA
120.25 2159.5
130.25 2139.5
IMAGE=a.png
ID=1
COMMENT={"landmark_gui": {"image": "a.png", "image_sha256": "abababababababababababababababababababababababababababababababab", "image_width_px": 2000, "image_height_px": 2400, "coordinates": "x, y in pixels, y up, (0.0, 0.0) is the bottom-left corner of the film", "spacing_x_mm": 0.1, "spacing_y_mm": 0.1, "spacing_source": "calibrated"}}
SCALE=0.1
