# A fresh Apache of Debian, running.
apachectl start
