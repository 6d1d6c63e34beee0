"""The pages of bodies, meetings, decisions and documents."""
