"""The formats of a log: a pattern for a line of each format of a server, and the keys of records such as JSON."""

import re
from typing import Final

_QUOTED: Final = r'"(?:[^"\\]|\\.)*+"'
QUOTED_CALL: Final = r'"(?P<method>[A-Z]+) (?P<target>\S+) HTTP/[0-9.]+"'
_REQUEST: Final = rf"(?:{QUOTED_CALL}|{_QUOTED})"
"""The request, or what a client sent in its place."""
_FIELD: Final = rf'(?:{_QUOTED}|[^][" ]++)'
_AGENT: Final = r'"(?P<agent>(?:[^"\\]|\\.)*+)"'
_TIME: Final = r"\[(?P<time>[^][]*)\]"
_ISO: Final = r"(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[-+][0-9:]+)?)"
_IP: Final = r"(?:[0-9]{1,3}(?:[.][0-9]{1,3}){3}|(?=[0-9A-Fa-f]*:[0-9A-Fa-f]*:)[0-9A-Fa-f:.]++)"
_NAME: Final = r"[\w-]+(?:[.][\w-]+)+"
_COMMON: Final = (
    rf" {_FIELD}(?: {_FIELD})*? {_TIME} ?(?:(?!\d{{3}} ){_FIELD} )*?{_REQUEST} (?P<status>\d{{3}})"
    rf"(?: \S+(?: {_QUOTED} {_AGENT})?(?s: .*)?)?"
)
"""The common format behind the client: other fields may stand before the request and after the status."""
PREFIX: Final = re.compile(
    rf"(?:<\d+>)?(?:{_ISO} |[A-Z][a-z]{{2}} [ \d]\d [\d:]{{8}} )?(?:\S+ )?[\w./-]+(?:\[[^]\s]*\])?: "
)
"""What syslog writes before a line: priority, time, host and program."""
PAIR: Final = r'(?<![\w.-])([A-Za-z_][\w.-]*+)=("(?:[^"\\]|\\.)*+"|[^\s"]*+)'
FORMATS: Final = {
    "lighttpd": re.compile(rf"(?P<client>{_IP}) (?P<host>{_NAME}){_COMMON}"),
    "vhost_combined": re.compile(rf'(?P<host>(?!{_IP} )[^\s",[]+) (?P<client>{_IP}|{_NAME}){_COMMON}'),
    "common": re.compile(rf"(?P<client>{_IP}|{_NAME}|localhost|-)(?:, ?{_IP})*{_COMMON}"),
    "httplog": re.compile(
        rf"(?P<client>\S+):\d+ {_TIME} \S+ \S+ [-+/\d]+ (?P<status>-?\d+) (?:{_FIELD} )*?{_REQUEST}(?s: .*)?"
    ),
    "envoy": re.compile(
        rf'{_TIME} {_REQUEST} (?P<status>\d+) (?:{_FIELD} )*?(?:[\d-]+ ){{4}}"(?P<client>[^"]*)" {_AGENT} {_QUOTED} '
        rf'"(?P<host>[^"]*)" {_QUOTED}(?: \S+ \S+ \S+ (?P<peer>\S+):\d+ (?s:.*))?'
    ),
    "elb": re.compile(
        rf"(?:\w+ )?{_ISO} \S+ (?P<client>\S+):\d+ \S+ (?:[-\d.]+ ){{3}}(?P<status>[\d-]+) \S+ \d+ \d+ "
        rf"{_REQUEST} {_AGENT}(?s: .*)?"
    ),
}
"""The first that a line fits wholly; its groups are fields of `LoggedRequest`. docgen/docs/sunsets.md has examples."""
_TABLE: Final = """
method (?:[A-Z]+|get|head|post|put|patch|delete|options)$ methodline method httpmethod requestmethod clientrequestmethod csmethod verb
target . targetline path url uri target requesturi requestpath requesturl httppath httpurl clientrequesturi resourcepath original csuristem
host .*[.] xhostheader host httphost hostname servername vhost authority requesthost clientrequesthost domain cshost
client . clientip remoteip remoteaddr remoteaddress clienthost client ip cip fwd xforwardedfor downstreamremoteaddress
status [0-9] status statuscode httpstatus httpstatuscode responsestatus responsecode downstreamstatus edgeresponsestatus scstatus
agent . useragent httpuseragent agent requestuseragent clientrequestuseragent csuseragent
time . ts starteddatetime startedat starttime startutc edgestarttimestamp time timestamp timeiso8601 timelocal requesttime
"""  # noqa: E501
FIELDS: Final = {
    name: (re.compile(pattern), keys) for name, pattern, *keys in map(str.split, _TABLE.strip().splitlines())
}
"""How the values of a field begin (a name without a dot is a machine, no host), and its keys, the best first.

Keys are in lower case, without `_`, `-`, `@` and the like.
"""
