/* Thousands of phones in one process, lean enough that what they cost is not taken for what the server costs.
 *
 * Told what to do by lines on stdin; answers each with one line of JSON. In between it goes on reading what servers send.
 * Times are nanoseconds of CLOCK_MONOTONIC; something came when the kernel had it, however long it then lay there. Nothing is inflated: compressed messages are counted, and known by their bytes.
 *
 *   set KEY VALUE              for groups opened from now on: port, path, kind (ws, raw, sio), deflate (0, 1), files with the
 *                              cookies (a line for each phone) and the hello (sent when a socket is open), and `ready`: how the
 *                              first message begins with which a phone is there (a compressed one always counts)
 *   open GROUP COUNT AT_ONCE SECONDS   open sockets until all are there or refused
 *   close GROUP                break all off, without a goodbye
 *   stall GROUP COUNT          the last COUNT phones stop reading; 0: all read again
 *   rounds GROUP COUNT FILE SECONDS    the first phone says what is in FILE; when all have heard something, again
 *   say GROUP FILE RATE WINDOW LINGER SECONDS OUT   send prepared messages and wait for their answers (see `struct said`). Who
 *                              offered compression must be told nothing else meanwhile: answers are then taken in their order
 *   fetch FILE AT_ONCE SECONDS send prepared HTTP requests, each on a connection of its own
 *   counts GROUP / reset GROUP messages and bytes since the last reset
 *   watch GROUP / frames GROUP FILE    from now on, know frames by their bytes / write what was seen of them
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif

enum { GROUPS = 8, EVENTS = 512, READ = 1 << 18, LINE = 4096, FRAMES = 8192, SLOTS = 4 * FRAMES };
enum { SOURCES = 16 }; /* 127.0.0.1 to 127.0.0.16: each has ports of its own */
enum state { AWAY, CONNECTING, UPGRADING, GREETING, READY };
enum kind { WS, RAW, SIO, HTTP };

struct bytes {
    char *at;
    size_t size;
};

struct phone {
    int fd;
    int group;
    enum state state;
    bool waits_to_write, stalled;
    int newest; /* the newest watched frame it has had */
    uint64_t began, there, messages, wire_bytes;
    struct bytes in, out;    /* what is not whole yet, and what the kernel did not take */
    uint32_t first, next, end, unanswered; /* its places in `queue` */
};

struct frame {
    uint64_t hash, first, last, by_all;
    struct bytes payload;
    uint32_t had_by, wanted_by;
    bool deflated;
};

struct group {
    struct phone *phones;
    int count, there, refused, lost, stalled;
    enum kind kind;
    int port;
    bool deflate, watched;
    char path[512], ready[128], problem[256];
    struct bytes hello, cookies;
    char **cookie;
    int cookie_count;
    uint64_t messages;
    struct frame *frames;
    int frame_count;
    int *slots;
};

/* A prepared message: in the file as u32 phone, u32 size, bytes; its id ends with "-" and its number. In OUT as written here. */
struct said {
    uint64_t sent, answered;
    int64_t at;     /* the "at" of its answer; -1: there was none */
    uint32_t phone, was_done;
};

static struct group groups[GROUPS], next_group;
static int epoll;
static char buffer[READ];
static enum { NOTHING, OPENING, ROUNDS, SAYING } doing;
static struct group *with;
static uint64_t began, until;
static int64_t to_monotonic;
static double *times;
static int timed;

static int open_next, open_at_once, open_now;

static uint64_t round_needs, *round_times, round_began;
static int round_number, round_count;

static struct said *said;
static struct bytes *messages;
static uint32_t *queue; /* numbers of messages, by phone */
static uint32_t said_count, said_sent, said_answered, said_refused, said_window;
static double said_rate;
static uint64_t said_linger, said_over;
static char said_out[LINE], said_problem[256];

static struct bytes *requests;
static int statuses[600];

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void *room(void *old, size_t size)
{
    void *more = realloc(old, size ? size : 1);
    if (!more)
        fail("memory");
    return more;
}

static uint64_t now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (uint64_t)at.tv_sec * 1000000000u + (uint64_t)at.tv_nsec;
}

/* The kernel's stamps are by the other clock. */
static void compare_clocks(void)
{
    struct timespec real;
    uint64_t before = now();
    clock_gettime(CLOCK_REALTIME, &real);
    to_monotonic = (int64_t)(before / 2 + now() / 2) - ((int64_t)real.tv_sec * 1000000000 + real.tv_nsec);
}

static void answer(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vprintf(format, list);
    va_end(list);
    putchar('\n');
    fflush(stdout);
}

/* Words of a server, to be put into JSON. */
static void note(char *into, size_t most, const char *text, size_t size)
{
    size_t length = 0;
    for (size_t place = 0; place < size && length + 1 < most; place++) {
        char letter = text[place];
        if (letter == '\r' || letter == '\n')
            break;
        into[length++] = letter < ' ' || letter == '"' || letter == '\\' || letter == 127 ? '\'' : letter;
    }
    into[length] = 0;
}

static struct bytes whole_file(const char *name)
{
    struct bytes found = {NULL, 0};
    FILE *file = fopen(name, "rb");
    if (!file)
        fail(name);
    fseek(file, 0, SEEK_END);
    found.size = (size_t)ftell(file);
    rewind(file);
    found.at = room(NULL, found.size + 1);
    if (fread(found.at, 1, found.size, file) != found.size)
        fail(name);
    found.at[found.size] = 0;
    fclose(file);
    return found;
}

static int by_size(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static double percentile(double share)
{
    int place = (int)(share * timed);
    return timed ? times[place < timed ? place : timed - 1] : 0;
}

static void start(int what, struct group *group, double seconds)
{
    doing = what;
    with = group;
    compare_clocks();
    began = now();
    until = began + (uint64_t)(seconds * 1e9);
    timed = 0;
}

/* ---- writing ---- */

static void mind(struct phone *phone)
{
    struct epoll_event event = {.data.ptr = phone};
    event.events = (phone->stalled ? 0 : EPOLLIN) | (phone->waits_to_write ? EPOLLOUT : 0);
    if (phone->fd >= 0)
        epoll_ctl(epoll, EPOLL_CTL_MOD, phone->fd, &event);
}

static void write_to(struct phone *phone, const char *text, size_t size)
{
    if (phone->fd < 0)
        return;
    if (!phone->out.size) {
        ssize_t taken = send(phone->fd, text, size, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (taken == (ssize_t)size)
            return;
        if (taken < 0 && errno != EAGAIN)
            return; /* reading will tell */
        if (taken > 0) {
            text += taken;
            size -= (size_t)taken;
        }
    }
    phone->out.at = room(phone->out.at, phone->out.size + size);
    memcpy(phone->out.at + phone->out.size, text, size);
    phone->out.size += size;
    if (!phone->waits_to_write) {
        phone->waits_to_write = true;
        mind(phone);
    }
}

static void write_on(struct phone *phone)
{
    ssize_t taken = phone->out.size ? send(phone->fd, phone->out.at, phone->out.size, MSG_NOSIGNAL | MSG_DONTWAIT) : 0;
    if (taken > 0) {
        phone->out.size -= (size_t)taken;
        memmove(phone->out.at, phone->out.at + taken, phone->out.size);
    }
    if (!phone->out.size) {
        phone->waits_to_write = false;
        mind(phone);
    }
}

/* A client's frame. Its mask is all zeros, which costs the server what any other mask does. */
static struct bytes framed(int opcode, const char *text, size_t size)
{
    struct bytes frame = {room(NULL, size + 14), 2};
    frame.at[0] = (char)(0x80 | opcode);
    if (size < 126) {
        frame.at[1] = (char)(0x80 | size);
    } else if (size < 65536) {
        frame.at[1] = (char)(0x80 | 126);
        frame.at[2] = (char)(size >> 8);
        frame.at[3] = (char)size;
        frame.size = 4;
    } else {
        fprintf(stderr, "a message of %zu bytes is too long\n", size);
        exit(1);
    }
    memset(frame.at + frame.size, 0, 4);
    memcpy(frame.at + frame.size + 4, text, size);
    frame.size += 4 + size;
    return frame;
}

static void say(struct phone *phone, int opcode, const char *text, size_t size)
{
    struct bytes frame = framed(opcode, text, size);
    write_to(phone, frame.at, frame.size);
    free(frame.at);
}

static void say_prepared(uint32_t number)
{
    struct phone *phone = &with->phones[said[number].phone];
    said[number].sent = now();
    said_sent++;
    write_to(phone, messages[number].at, messages[number].size);
}

static void say_next(struct phone *phone)
{
    while (phone->next < phone->end && phone->unanswered < said_window) {
        phone->unanswered++;
        say_prepared(queue[phone->next++]);
    }
}

/* ---- coming and going ---- */

static void hang_up(struct phone *phone)
{
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    if (phone->fd >= 0) {
        setsockopt(phone->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        close(phone->fd);
    }
    free(phone->in.at);
    free(phone->out.at);
    phone->in = phone->out = (struct bytes){NULL, 0};
    phone->fd = -1;
    phone->state = AWAY;
    phone->waits_to_write = phone->stalled = false;
}

static void is_there(struct phone *phone)
{
    phone->state = READY;
    phone->there = now();
    groups[phone->group].there++;
    if (doing == OPENING) {
        times[timed++] = 1e-6 * (double)(phone->there - phone->began);
        open_now--;
    }
}

static void is_gone(struct phone *phone, const char *why, size_t size)
{
    struct group *group = &groups[phone->group];
    if (phone->state == READY) {
        group->lost++;
        group->there--;
    } else {
        group->refused++;
        if (!group->problem[0])
            note(group->problem, sizeof group->problem, why, size);
        if (doing == OPENING)
            open_now--;
    }
    hang_up(phone);
}

static void connect_one(struct phone *phone)
{
    struct group *group = &groups[phone->group];
    int on = 1, place = (int)(phone - group->phones);
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)group->port)};
    phone->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (phone->fd < 0)
        fail("socket");
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + (uint32_t)(place % SOURCES));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(phone->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    setsockopt(phone->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(phone->fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    if (bind(phone->fd, (struct sockaddr *)&from, sizeof from) < 0)
        fail("bind");
    phone->began = now();
    phone->state = CONNECTING;
    phone->waits_to_write = true;
    phone->newest = -1;
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = phone};
    int failed = connect(phone->fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS;
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, phone->fd, &event) < 0)
        fail("epoll_ctl");
    if (failed)
        is_gone(phone, strerror(errno), strlen(strerror(errno)));
}

static void connected(struct phone *phone)
{
    struct group *group = &groups[phone->group];
    int place = (int)(phone - group->phones), error = 0;
    socklen_t size = sizeof error;
    getsockopt(phone->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) {
        is_gone(phone, strerror(error), strlen(strerror(error)));
        return;
    }
    phone->waits_to_write = false;
    mind(phone);
    phone->state = UPGRADING;
    if (group->kind == RAW) {
        is_there(phone);
    } else if (group->kind == HTTP) {
        write_to(phone, requests[place].at, requests[place].size);
    } else {
        char head[LINE];
        int length = snprintf(head, sizeof head,
                              "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\nUpgrade: websocket\r\n"
                              "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                              "User-Agent: Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile\r\n%s%s%s%s\r\n",
                              group->path, group->port, group->port,
                              group->deflate ? "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n" : "",
                              place < group->cookie_count ? "Cookie: " : "", place < group->cookie_count ? group->cookie[place] : "",
                              place < group->cookie_count ? "\r\n" : "");
        write_to(phone, head, (size_t)length);
    }
}

/* ---- what is heard ---- */

static uint64_t hash_of(const char *text, size_t size)
{
    uint64_t hash = 1469598103934665603u ^ size, eight;
    for (; size >= 8; text += 8, size -= 8) {
        memcpy(&eight, text, 8);
        hash = (hash ^ eight) * 1099511628211u;
        hash ^= hash >> 29;
    }
    for (; size; size--)
        hash = (hash ^ (unsigned char)*text++) * 1099511628211u;
    return hash ? hash : 1;
}

static void saw_frame(struct group *group, struct phone *phone, const char *text, size_t size, bool deflated, uint64_t when)
{
    uint64_t hash = hash_of(text, size);
    size_t slot = hash % SLOTS;
    while (group->slots[slot] >= 0 && group->frames[group->slots[slot]].hash != hash)
        slot = (slot + 1) % SLOTS;
    if (group->slots[slot] < 0) {
        if (group->frame_count == FRAMES)
            return;
        struct frame *fresh = &group->frames[group->frame_count];
        *fresh = (struct frame){.hash = hash, .first = when, .wanted_by = (uint32_t)(group->count - group->stalled), .deflated = deflated};
        fresh->payload.at = room(NULL, size);
        fresh->payload.size = size;
        memcpy(fresh->payload.at, text, size);
        group->slots[slot] = group->frame_count++;
    }
    int number = group->slots[slot];
    group->frames[number].last = when;
    group->frames[number].had_by++;
    /* Whoever has this frame needs no older one any more. */
    while (phone->newest < number)
        if (--group->frames[++phone->newest].wanted_by == 0)
            group->frames[phone->newest].by_all = when;
}

static void is_answered(struct phone *phone, uint32_t number, int64_t at, bool done, uint64_t when)
{
    said[number].answered = when;
    said[number].at = at;
    said[number].was_done = done;
    said_answered++;
    said_refused += !done;
    if (said_window) {
        phone->unanswered--;
        say_next(phone);
    }
}

static void heard_answer(struct phone *phone, const char *text, size_t size, uint64_t when)
{
    const char *id = memmem(text, size, "\"id\":\"", 6), *end = id ? memchr(id + 6, '"', size - (size_t)(id + 6 - text)) : NULL;
    if (!end)
        return;
    const char *digits = end;
    while (digits > id + 6 && digits[-1] >= '0' && digits[-1] <= '9')
        digits--;
    uint32_t number = (uint32_t)strtoul(digits, NULL, 10);
    if (digits == end || number >= said_count || said[number].answered)
        return;
    const char *at = memmem(text, size, "\"at\":", 5), *done = memmem(text, size, "done\"", 5);
    if (!done && !said_problem[0])
        note(said_problem, sizeof said_problem, text, size);
    is_answered(phone, number, at ? strtoll(at + 5, NULL, 10) : -1, done != NULL, when);
}

static bool begins(const char *text, size_t size, const char *with_what)
{
    size_t length = strlen(with_what);
    return size >= length && !memcmp(text, with_what, length);
}

static void heard(struct phone *phone, const char *text, size_t size, bool deflated, size_t on_the_wire, uint64_t when)
{
    struct group *group = &groups[phone->group];
    if (group->kind == SIO && !begins(text, size, "42")) {
        if (begins(text, size, "0{"))
            say(phone, 1, "40", 2);
        else if (begins(text, size, "40"))
            write_to(phone, group->hello.at, group->hello.size);
        else if (size == 1 && *text == '2')
            say(phone, 1, "3", 1);
        return;
    }
    phone->messages++;
    phone->wire_bytes += on_the_wire;
    group->messages++;
    if (phone->state == GREETING && (deflated || begins(text, size, group->ready)))
        is_there(phone);
    if (group->watched && (deflated || begins(text, size, "{\"t\":\"frame\"")))
        saw_frame(group, phone, text, size, deflated, when);
    else if (doing == SAYING && with == group && said_window && deflated)
        is_answered(phone, queue[phone->next - phone->unanswered], -1, true, when); /* unread: the oldest that waits */
    else if (doing == SAYING && with == group)
        heard_answer(phone, text, size, when);
}

/* How much of `text` was whole frames; -1: it was a close. */
static ssize_t take_frames(struct phone *phone, const char *text, size_t size, uint64_t when)
{
    size_t taken = 0;
    while (phone->fd >= 0 && size - taken >= 2) {
        const unsigned char *frame = (const unsigned char *)text + taken;
        size_t length = frame[1] & 127, head = 2;
        if (length == 126) {
            head = 4;
            if (size - taken < head)
                break;
            length = (size_t)frame[2] << 8 | frame[3];
        } else if (length == 127) {
            head = 10;
            if (size - taken < head)
                break;
            length = 0;
            for (int place = 2; place < 10; place++)
                length = length << 8 | frame[place];
        }
        if (size - taken < head + length)
            break;
        const char *payload = (const char *)frame + head;
        int opcode = frame[0] & 15;
        taken += head + length;
        if (opcode == 9)
            say(phone, 10, payload, length);
        else if (opcode == 8)
            return -1;
        else if (frame[0] & 128 && opcode <= 2)
            heard(phone, payload, length, frame[0] & 64, head + length, when);
    }
    return (ssize_t)taken;
}

static void fetched(struct phone *phone, bool over, const char *text, size_t size)
{
    if (!phone->messages++) {
        int status = size > 12 && begins(text, size, "HTTP/1.1 ") ? atoi(text + 9) : 0;
        statuses[status > 0 && status < 600 ? status : 0]++;
        if (status >= 400 || status == 0)
            note(with->problem, sizeof with->problem, text, size);
    }
    if (over) {
        phone->state = GREETING; /* not there, and not refused */
        is_there(phone);
        hang_up(phone);
        groups[phone->group].there--;
    }
}

/* As recv(), with the moment at which the kernel had it: what thousands of others were sent at the same time is read by one
 * process here, and on phones it is not. */
static ssize_t receive(int fd, char *into, size_t most, uint64_t *when)
{
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(sizeof(struct timespec))];
    } control;
    struct iovec place = {.iov_base = into, .iov_len = most};
    struct msghdr head = {.msg_iov = &place, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t size = recvmsg(fd, &head, 0);
    *when = now();
    if (size > 0)
        for (struct cmsghdr *one = CMSG_FIRSTHDR(&head); one; one = CMSG_NXTHDR(&head, one))
            if (one->cmsg_level == SOL_SOCKET && one->cmsg_type == SCM_TIMESTAMPNS) {
                struct timespec at;
                memcpy(&at, CMSG_DATA(one), sizeof at);
                *when = (uint64_t)((int64_t)at.tv_sec * 1000000000 + at.tv_nsec + to_monotonic);
            }
    return size;
}

static void read_from(struct phone *phone)
{
    struct group *group = &groups[phone->group];
    for (;;) {
        size_t kept = phone->in.size;
        if (kept > READ / 2) {
            is_gone(phone, "too long", 8);
            return;
        }
        memcpy(buffer, phone->in.at, kept);
        uint64_t when;
        ssize_t size = receive(phone->fd, buffer + kept, READ - kept - 1, &when);
        if (size < 0 && errno == EAGAIN)
            return;
        if (group->kind == HTTP) {
            if (size > 0) {
                buffer[kept + (size_t)size] = 0;
                fetched(phone, false, buffer, (size_t)size);
                continue;
            }
            if (phone->messages)
                fetched(phone, true, buffer, 0);
            else
                is_gone(phone, "no answer", 9);
            return;
        }
        if (size <= 0) {
            const char *why = kept ? buffer : "hung up";
            is_gone(phone, why, kept ? kept : 7);
            return;
        }
        size_t have = kept + (size_t)size, taken = 0;
        if (phone->state == UPGRADING) {
            char *end = memmem(buffer, have, "\r\n\r\n", 4);
            if (end && !begins(buffer, have, "HTTP/1.1 101")) {
                is_gone(phone, buffer, have);
                return;
            }
            if (end) {
                taken = (size_t)(end + 4 - buffer);
                phone->state = GREETING;
                if (group->kind == WS && group->hello.size)
                    write_to(phone, group->hello.at, group->hello.size);
                else if (group->kind == WS)
                    is_there(phone);
            }
        }
        if (phone->state >= GREETING) {
            ssize_t more = take_frames(phone, buffer + taken, have - taken, when);
            if (more < 0) {
                is_gone(phone, "closed by the server", 20);
                return;
            }
            taken += (size_t)more;
        }
        phone->in.size = have - taken;
        phone->in.at = phone->in.size || phone->in.at ? room(phone->in.at, phone->in.size) : NULL;
        memcpy(phone->in.at, buffer + taken, phone->in.size);
        if ((size_t)size < READ - kept - 1)
            return; /* all that was there */
    }
}

/* ---- what is being done ---- */

static void tell_opened(void)
{
    qsort(times, (size_t)timed, sizeof *times, by_size);
    answer("{\"there\":%d,\"refused\":%d,\"seconds\":%.6f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"problem\":\"%s\"}", with->there, with->refused,
           1e-9 * (double)(now() - began), percentile(0.5), percentile(0.99), with->problem);
    doing = NOTHING;
}

static void tell_rounds(void)
{
    printf("{\"rounds\":%d,\"ms\":[", round_number);
    for (int place = 0; place < round_number; place++)
        printf("%s%.3f", place ? "," : "", 1e-6 * (double)round_times[place]);
    answer("]}");
    doing = NOTHING;
}

static void tell_said(void)
{
    FILE *file = fopen(said_out, "wb");
    if (!file || fwrite(said, sizeof *said, said_count, file) != said_count || fclose(file))
        fail(said_out);
    answer("{\"sent\":%u,\"answered\":%u,\"refused\":%u,\"seconds\":%.6f,\"problem\":\"%s\"}", said_sent, said_answered, said_refused,
           1e-9 * (double)(said_over - began), said_problem);
    doing = NOTHING;
}

static void tell_fetched(void)
{
    qsort(times, (size_t)timed, sizeof *times, by_size);
    printf("{\"seconds\":%.6f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"refused\":%d,\"problem\":\"%s\",\"answers\":{",
           1e-9 * (double)(now() - began), percentile(0.5), percentile(0.99), with->refused, with->problem);
    const char *comma = "";
    for (int status = 0; status < 600; status++)
        if (statuses[status]) {
            printf("%s\"%d\":%d", comma, status, statuses[status]);
            comma = ",";
        }
    answer("}}");
    doing = NOTHING;
}

static void open_more(void)
{
    while (open_next < with->count && open_now < open_at_once) {
        open_now++;
        connect_one(&with->phones[open_next++]);
    }
}

/* Go on with what is being done; for how many milliseconds it can wait. */
static int go_on(void)
{
    uint64_t when = now();
    bool late = when >= until;
    switch (doing) {
    case NOTHING:
        return -1;
    case OPENING:
        open_more();
        if (late || (open_now == 0 && open_next == with->count)) {
            if (late && !with->problem[0])
                strcpy(with->problem, "not all in time");
            with->kind == HTTP ? tell_fetched() : tell_opened();
        }
        break;
    case ROUNDS:
        if (with->messages >= round_needs) {
            if (round_number >= 0)
                round_times[round_number] = when - round_began;
            if (++round_number == round_count || with->there == 0) {
                tell_rounds();
                break;
            }
            round_began = when;
            round_needs = with->messages + (uint64_t)(with->there - with->stalled);
            write_to(&with->phones[0], messages[0].at, messages[0].size);
        } else if (late) {
            tell_rounds();
        }
        break;
    case SAYING:
        if (said_rate > 0)
            while (said_sent < said_count && when >= began + (uint64_t)(1e9 * said_sent / said_rate))
                say_prepared(said_sent);
        if (!said_over && (said_answered == said_count || late))
            said_over = now();
        if (said_over && now() >= said_over + said_linger) {
            tell_said();
            break;
        }
        if (said_rate > 0 || said_over)
            return 1;
        break;
    }
    /* What is as fast as it goes is waited for awake: a core that sleeps between two messages has to be woken by the server for
     * each, which costs as much as the message, and the more the slower the server is. Phones elsewhere cost it nothing. */
    return doing == NOTHING ? -1 : 0;
}

static struct group *group_of(int number)
{
    if (number < 0 || number >= GROUPS) {
        fprintf(stderr, "there is no group %d\n", number);
        exit(1);
    }
    return &groups[number];
}

static void forget_frames(struct group *group)
{
    for (int place = 0; place < group->frame_count; place++)
        free(group->frames[place].payload.at);
    group->frame_count = 0;
}

static void watch(struct group *group)
{
    forget_frames(group);
    group->watched = true;
    group->frames = room(group->frames, FRAMES * sizeof *group->frames);
    group->slots = room(group->slots, SLOTS * sizeof *group->slots);
    memset(group->slots, -1, SLOTS * sizeof *group->slots);
    for (int place = 0; place < group->count; place++)
        group->phones[place].newest = -1;
}

static void write_frames(struct group *group, const char *name)
{
    FILE *file = fopen(name, "wb");
    if (!file)
        fail(name);
    for (int place = 0; place < group->frame_count; place++) {
        struct frame *one = &group->frames[place];
        fprintf(file, "%" PRIu64 " %" PRIu64 " %" PRIu64 " %u %d ", one->first, one->last, one->by_all, one->had_by, one->deflated);
        for (size_t letter = 0; letter < one->payload.size; letter++)
            fprintf(file, "%02x", (unsigned char)one->payload.at[letter]);
        fputc('\n', file);
    }
    if (fclose(file))
        fail(name);
    answer("{\"frames\":%d}", group->frame_count);
}

static void hang_up_all(struct group *group)
{
    for (int place = 0; place < group->count; place++)
        hang_up(&group->phones[place]);
    group->there = group->stalled = 0;
}

static void set(const char *key, char *value)
{
    struct group *g = &next_group;
    if (!strcmp(key, "port")) {
        g->port = atoi(value);
    } else if (!strcmp(key, "path")) {
        snprintf(g->path, sizeof g->path, "%s", value);
    } else if (!strcmp(key, "ready")) {
        snprintf(g->ready, sizeof g->ready, "%s", value);
    } else if (!strcmp(key, "deflate")) {
        g->deflate = *value == '1';
    } else if (!strcmp(key, "kind")) {
        g->kind = !strcmp(value, "raw") ? RAW : !strcmp(value, "sio") ? SIO : WS;
    } else if (!strcmp(key, "hello")) {
        struct bytes text = {NULL, 0};
        if (*value)
            text = whole_file(value);
        g->hello = text.size ? framed(1, text.at, text.size) : text;
        if (text.size)
            free(text.at);
    } else if (!strcmp(key, "cookies")) {
        g->cookie_count = 0;
        if (*value) {
            g->cookies = whole_file(value);
            for (char *line = strtok(g->cookies.at, "\n"); line; line = strtok(NULL, "\n")) {
                g->cookie = g->cookie_count % 1024 ? g->cookie : room(g->cookie_count ? g->cookie : NULL, sizeof(char *) * (size_t)(g->cookie_count + 1024));
                g->cookie[g->cookie_count++] = line;
            }
        }
    } else {
        fprintf(stderr, "there is nothing called %s to set\n", key);
        exit(1);
    }
    answer("{}");
}

static void prepare(struct group *group, int count)
{
    hang_up_all(group);
    forget_frames(group);
    struct phone *phones = group->phones;
    struct frame *frames = group->frames;
    int *slots = group->slots;
    *group = next_group;
    group->phones = room(phones, sizeof *phones * (size_t)count);
    group->frames = frames;
    group->slots = slots;
    group->count = count;
    memset(group->phones, 0, sizeof *phones * (size_t)count);
    for (int place = 0; place < count; place++) {
        group->phones[place].fd = -1;
        group->phones[place].group = (int)(group - groups);
        group->phones[place].newest = -1;
    }
    times = room(times, sizeof *times * (size_t)count);
}

static void begin_open(struct group *group, int at_once, double seconds)
{
    open_next = open_now = 0;
    open_at_once = at_once;
    start(OPENING, group, seconds);
}

/* The records of a file: u32, u32 size, bytes. Gives how many; the bytes of each, and its first number. */
static uint32_t records(const char *name, struct bytes **found, uint32_t **numbers)
{
    struct bytes file = whole_file(name);
    uint32_t count = 0, head[2];
    *found = NULL;
    *numbers = NULL;
    for (size_t place = 0; place + 8 <= file.size; place += 8 + head[1], count++) {
        memcpy(head, file.at + place, 8);
        if (place + 8 + head[1] > file.size)
            break;
        if (count % 1024 == 0) {
            *found = room(*found, sizeof **found * (count + 1024));
            *numbers = room(*numbers, sizeof **numbers * (count + 1024));
        }
        (*found)[count] = (struct bytes){room(NULL, head[1]), head[1]};
        memcpy((*found)[count].at, file.at + place + 8, head[1]);
        (*numbers)[count] = head[0];
    }
    free(file.at);
    return count;
}

static void begin_say(struct group *group, const char *name, double rate, uint32_t window, double linger, double seconds)
{
    struct bytes *texts;
    uint32_t *who;
    for (uint32_t place = 0; place < said_count; place++)
        free(messages[place].at);
    said_count = records(name, &texts, &who);
    messages = room(messages, sizeof *messages * said_count);
    said = room(said, sizeof *said * said_count);
    queue = room(queue, sizeof *queue * said_count);
    memset(said, 0, sizeof *said * said_count);
    for (int place = 0; place < group->count; place++)
        group->phones[place].end = group->phones[place].unanswered = 0;
    for (uint32_t place = 0; place < said_count; place++) {
        if (who[place] >= (uint32_t)group->count) {
            fprintf(stderr, "there is no phone %u\n", who[place]);
            exit(1);
        }
        messages[place] = framed(1, texts[place].at, texts[place].size);
        free(texts[place].at);
        said[place].phone = who[place];
        group->phones[who[place]].end++;
    }
    uint32_t used = 0;
    for (int place = 0; place < group->count; place++) {
        struct phone *phone = &group->phones[place];
        phone->first = phone->next = used;
        used += phone->end;
        phone->end = phone->first;
    }
    for (uint32_t place = 0; place < said_count; place++)
        queue[group->phones[who[place]].end++] = place;
    free(texts);
    free(who);
    said_sent = said_answered = said_refused = 0;
    said_rate = rate;
    said_window = rate > 0 ? 0 : window;
    said_linger = (uint64_t)(linger * 1e9);
    said_over = 0;
    said_problem[0] = 0;
    start(SAYING, group, seconds);
    if (said_window)
        for (int place = 0; place < group->count; place++)
            say_next(&group->phones[place]);
}

static void begin_fetch(const char *name, int at_once, double seconds)
{
    uint32_t *unused;
    struct group *group = &groups[GROUPS - 1];
    enum kind before = next_group.kind;
    uint32_t count = records(name, &requests, &unused);
    free(unused);
    next_group.kind = HTTP;
    prepare(group, (int)count);
    next_group.kind = before;
    memset(statuses, 0, sizeof statuses);
    begin_open(group, at_once, seconds);
}

static void tell_counts(struct group *group)
{
    uint64_t all = 0, bytes = 0, most = 0, least = UINT64_MAX;
    for (int place = 0; place < group->count; place++) {
        struct phone *phone = &group->phones[place];
        all += phone->messages;
        bytes += phone->wire_bytes;
        most = phone->messages > most ? phone->messages : most;
        least = phone->messages < least ? phone->messages : least;
    }
    answer("{\"messages\":%" PRIu64 ",\"bytes\":%" PRIu64 ",\"most\":%" PRIu64 ",\"least\":%" PRIu64 ",\"there\":%d,\"lost\":%d}", all, bytes, most,
           group->count ? least : 0, group->there, group->lost);
}

static void obey(char *line)
{
    char word[32] = "", name[LINE], out[LINE];
    int group = 0, count = 0, at_once = 0;
    double seconds = 0, rate = 0, linger = 0;
    sscanf(line, "%31s", word);
    if (!strcmp(word, "set")) {
        char *key = strtok(line + 4, " "), *value = strtok(NULL, "");
        set(key ? key : "", value ? value : (char[]){0});
    } else if (sscanf(line, "open %d %d %d %lf", &group, &count, &at_once, &seconds) == 4) {
        prepare(group_of(group), count);
        begin_open(group_of(group), at_once, seconds);
    } else if (sscanf(line, "close %d", &group) == 1) {
        hang_up_all(group_of(group));
        answer("{}");
    } else if (sscanf(line, "stall %d %d", &group, &count) == 2) {
        struct group *some = group_of(group);
        some->stalled = count;
        for (int place = 0; place < some->count; place++) {
            some->phones[place].stalled = place >= some->count - count;
            mind(&some->phones[place]);
        }
        answer("{}");
    } else if (sscanf(line, "rounds %d %d %4095s %lf", &group, &count, name, &seconds) == 4) {
        struct bytes text = whole_file(name);
        for (uint32_t place = 0; place < said_count; place++)
            free(messages[place].at);
        said_count = 0;
        messages = room(messages, sizeof *messages);
        messages[0] = framed(1, text.at, text.size);
        free(text.at);
        round_times = room(round_times, sizeof *round_times * (size_t)count);
        round_count = count;
        round_number = -1;
        start(ROUNDS, group_of(group), seconds);
        round_needs = with->messages;
    } else if (sscanf(line, "say %d %4095s %lf %d %lf %lf %4095s", &group, name, &rate, &count, &linger, &seconds, out) == 7) {
        strcpy(said_out, out);
        begin_say(group_of(group), name, rate, (uint32_t)count, linger, seconds);
    } else if (sscanf(line, "fetch %4095s %d %lf", name, &at_once, &seconds) == 3) {
        begin_fetch(name, at_once, seconds);
    } else if (sscanf(line, "counts %d", &group) == 1) {
        tell_counts(group_of(group));
    } else if (sscanf(line, "reset %d", &group) == 1) {
        struct group *some = group_of(group);
        for (int place = 0; place < some->count; place++)
            some->phones[place].messages = some->phones[place].wire_bytes = 0;
        some->lost = 0;
        answer("{}");
    } else if (sscanf(line, "watch %d", &group) == 1) {
        watch(group_of(group));
        answer("{}");
    } else if (sscanf(line, "frames %d %4095s", &group, name) == 2) {
        write_frames(group_of(group), name);
    } else {
        fprintf(stderr, "not understood: %s\n", line);
        exit(1);
    }
}

static void hear_orders(void)
{
    static char waiting[LINE * 4];
    static size_t have;
    ssize_t size = read(0, waiting + have, sizeof waiting - have - 1);
    if (size <= 0)
        exit(0);
    have += (size_t)size;
    waiting[have] = 0;
    for (char *end; (end = strchr(waiting, '\n'));) {
        *end = 0;
        obey(waiting);
        have -= (size_t)(end + 1 - waiting);
        memmove(waiting, end + 1, have + 1);
    }
}

int main(void)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[EVENTS];
    epoll = epoll_create1(0);
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &event) < 0)
        fail("epoll_ctl");
    for (;;) {
        int wait = go_on(), count = epoll_wait(epoll, events, EVENTS, doing == NOTHING ? -1 : wait);
        for (int place = 0; place < count; place++) {
            struct phone *phone = events[place].data.ptr;
            if (!phone) {
                hear_orders();
                break; /* other phones may be in their places now; who has something to tell is told of again */
            }
            if (phone->fd < 0)
                continue; /* hung up in this turn */
            if (phone->state == CONNECTING) {
                if (events[place].events & (EPOLLOUT | EPOLLERR | EPOLLHUP))
                    connected(phone);
                continue;
            }
            if (events[place].events & EPOLLOUT)
                write_on(phone);
            if (phone->fd >= 0 && events[place].events & (EPOLLIN | EPOLLHUP | EPOLLERR) && !phone->stalled)
                read_from(phone);
        }
    }
}
