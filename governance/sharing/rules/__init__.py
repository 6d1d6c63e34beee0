"""Pure rules of data sharing: the gate and what it is made of. Nothing here imports django."""
