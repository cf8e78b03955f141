#!/bin/sh
# /usr/local/sbin/newsletter: the command line with this installation's settings, as the user the units run as.
set -ea
. /etc/newsletter/newsletter.env
cd /opt/newsletter
exec runuser -u newsletter -- /opt/newsletter/.venv/bin/newsletter "$@"
