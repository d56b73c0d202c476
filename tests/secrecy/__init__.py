"""Whether votes are secret, tried by an attacker."""
