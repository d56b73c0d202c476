/* The physical limit: the least that sending the same bytes to everybody can cost on this machine.
 *
 * Accepts connections on a free port of 127.0.0.1 and says which. It knows no HTTP and no websockets. When anybody
 * sends it a websocket frame with a number in it ("250"), it writes one frame with a message of so many bytes to every
 * connection, in a tight loop of send(), and says on a line what that took by getrusage() and by the clock.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BACKLOG = 4096, EVENTS = 1024, MOST = 100000, LARGEST = 60000, HEAD = 6 };

static int connections[MOST];
static int connected;

static double processor(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec + 1e-6 * (used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec + 1e-9 * at.tv_nsec;
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void accept_all(int listening, int epoll)
{
    for (;;) {
        int one = accept4(listening, NULL, NULL, SOCK_NONBLOCK);
        if (one < 0) {
            if (errno == EAGAIN)
                return;
            fail("accept");
        }
        if (connected == MOST) {
            close(one);
            continue;
        }
        struct epoll_event event = {.events = EPOLLIN, .data.fd = one};
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, one, &event) < 0)
            fail("epoll_ctl");
        connections[connected++] = one;
    }
}

static void forget(int one)
{
    for (int place = 0; place < connected; place++)
        if (connections[place] == one) {
            connections[place] = connections[--connected];
            break;
        }
    close(one);
}

/* A frame with a message of so many bytes; how long the frame is. */
static size_t framed(char *frame, int size)
{
    size_t head = size < 126 ? 2 : 4;
    frame[0] = (char)0x81;
    frame[1] = (char)(size < 126 ? size : 126);
    if (head == 4) {
        frame[2] = (char)(size >> 8);
        frame[3] = (char)size;
    }
    memset(frame + head, 'x', (size_t)size);
    return head + (size_t)size;
}

static void send_to_all(int size)
{
    static char frame[LARGEST + 4];
    size_t length = framed(frame, size);
    int short_of = 0;
    double used = processor(), began = now();
    for (int place = 0; place < connected; place++)
        if (send(connections[place], frame, length, MSG_NOSIGNAL) != (ssize_t)length)
            short_of++;
    used = processor() - used;
    began = now() - began;
    printf("sent %d bytes to %d: %.3f us of processor and %.3f us each, %d not taken\n", size, connected,
           1e6 * used / connected, 1e6 * began / connected, short_of);
}

int main(void)
{
    int on = 1, listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), epoll = epoll_create1(0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof here;
    setsockopt(listening, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (bind(listening, (struct sockaddr *)&here, sizeof here) < 0 || listen(listening, BACKLOG) < 0)
        fail("listen");
    getsockname(listening, (struct sockaddr *)&here, &length);
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("Serving on http://127.0.0.1:%d\n", ntohs(here.sin_port));

    struct epoll_event event = {.events = EPOLLIN, .data.fd = listening}, events[EVENTS];
    epoll_ctl(epoll, EPOLL_CTL_ADD, listening, &event);
    for (;;) {
        int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int place = 0; place < count; place++) {
            int one = events[place].data.fd;
            char said[256];
            if (one == listening) {
                accept_all(listening, epoll);
                continue;
            }
            ssize_t size = recv(one, said, sizeof said - 1, 0);
            if (size <= 0) {
                if (size == 0 || errno != EAGAIN)
                    forget(one);
                continue;
            }
            said[size] = 0;
            int wanted = size > HEAD ? atoi(said + HEAD) : 0; /* after the head and the mask, which is all zeros */
            if (wanted > 0 && wanted <= LARGEST)
                send_to_all(wanted);
        }
    }
}
