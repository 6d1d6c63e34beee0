"""Pure rules of bodies: who counts, when a vote is carried, how long notice is. Nothing here imports django."""
