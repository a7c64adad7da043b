"""The method: the only room that knows torch."""

import os

# Read when torch is loaded, which no other room does. Threads of torch meet after each operation;
# there they spin, unless told to sleep. Where another program needs one of the cores, they spin
# while the one that has not come yet waits for its turn: a film took two to four times as long.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
