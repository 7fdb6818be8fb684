"""nginx with its cache before all servers of the shop, by the same rules as in compose.yaml."""

from collections.abc import Sequence
from pathlib import Path

from tools.stack.programs import ROOT, Program, find

RULES = ROOT / "deploy" / "nginx" / "shop.conf"
CONFIG = """
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log warn;
events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 1000000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  proxy_cache_path {folder}/cache levels=1 keys_zone=shop:10m max_size=500m inactive=1h use_temp_path=off;
  upstream shop {{ {servers} keepalive 32; }}
  server {{ listen 127.0.0.1:{port} backlog=1024; include {rules}; }}
}}
"""


def nginx(place: Path, port: int, servers: Sequence[Program]) -> Program:
    folder = place / "nginx"
    folder.mkdir()
    config = folder / "nginx.conf"
    named = " ".join(f"server 127.0.0.1:{each.port} max_fails=0;" for each in servers)
    config.write_text(CONFIG.format(folder=folder, servers=named, port=port, rules=RULES))
    command = [find("nginx", "nginx-light"), "-c", str(config), "-p", str(folder)]
    return Program("nginx", command, port, place / "nginx.log")
