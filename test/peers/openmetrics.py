# Runs prometheus_client's parsers over a body on standard input; the result as one line of JSON.
import json
import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families as parse_text

parse = {"openmetrics": parse_openmetrics, "text": parse_text}[sys.argv[1]]
try:
    body = sys.stdin.buffer.read().decode("utf-8")
    families = [
        {"name": family.name, "type": family.type, "help": family.documentation, "samples": len(family.samples)}
        for family in parse(body)
    ]
    print(json.dumps({"families": families}))
except Exception as error:
    print(json.dumps({"error": f"{type(error).__name__}: {error}"}))
