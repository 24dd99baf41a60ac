#pragma once

#include <fcgiapp.h>

// Linux calls that Swift's Glibc module leaves out.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

// glibc declares these two for _GNU_SOURCE only, which Swift does not set.
int accept4(int, struct sockaddr *, socklen_t *, int);
int memfd_create(const char *, unsigned int);
