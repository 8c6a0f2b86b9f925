"""What desk's performance claims are measured with: `make bench`. Figures go into docs/performance.md."""
