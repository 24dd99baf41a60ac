"""supervisord, with one fault mended.

supervisor 4.2 does not tell its poller of descriptors that it closes. The kernel gives their numbers
to the next sockets, and then supervisord, which never reads those, wakes up for every single request
that comes in on them: a sixth of a core under load.
"""

from supervisor import process, supervisord

before_spawn = process.FastCGISubprocess.before_spawn


def before_spawn_unwatched(self):
    before_spawn(self)
    poller, descriptor = self.config.options.poller, self.fcgi_sock.fileno()
    if descriptor in getattr(poller, "readables", ()):
        poller.unregister_readable(descriptor)


process.FastCGISubprocess.before_spawn = before_spawn_unwatched
supervisord.main()
