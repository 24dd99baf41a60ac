"""supervisord, with two faults mended.

supervisor 4.2 does not tell its poller of descriptors that it closes. The kernel gives their numbers
to the next sockets, and then supervisord, which never reads those, wakes up for every single request
that comes in on them: a sixth of a core under load.

It also hands its own environment on, with words of its own added, among them where its socket is. Here
a program gets the variables that its configuration names, and no other.
"""

import os

from supervisor import options, process, supervisord

before_spawn = process.FastCGISubprocess.before_spawn
execve = options.ServerOptions.execve


def before_spawn_unwatched(self):
    before_spawn(self)
    poller, descriptor = self.config.options.poller, self.fcgi_sock.fileno()
    if descriptor in getattr(poller, "readables", ()):
        poller.unregister_readable(descriptor)


def execve_with_what_is_named(self, filename, words, environment):
    named = {name: value for name, value in environment.items() if not name.startswith("SUPERVISOR_")}
    execve(self, filename, words, named)


process.FastCGISubprocess.before_spawn = before_spawn_unwatched
options.ServerOptions.execve = execve_with_what_is_named
os.environ.clear()
supervisord.main()
