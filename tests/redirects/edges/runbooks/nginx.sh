# A fresh nginx of Debian, running.
systemctl start nginx
