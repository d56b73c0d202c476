/* Phones open their sockets, write, and hang up. */
#include "phones.h"

static void mind(struct phone *phone)
{
    struct epoll_event event = {.data.ptr = phone};
    event.events = (phone->stalled ? 0 : EPOLLIN) | (phone->waits_to_write ? EPOLLOUT : 0);
    if (phone->fd >= 0)
        epoll_ctl(epoll, EPOLL_CTL_MOD, phone->fd, &event);
}

void write_to(struct phone *phone, const char *text, size_t size)
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

void write_on(struct phone *phone)
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
struct bytes framed(int opcode, const char *text, size_t size)
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

void say(struct phone *phone, int opcode, const char *text, size_t size)
{
    struct bytes frame = framed(opcode, text, size);
    write_to(phone, frame.at, frame.size);
    free(frame.at);
}

/* The last so many phones of a group stop reading; 0: all read again. */
void stall(struct group *group, int count)
{
    group->stalled = count;
    for (int place = 0; place < group->count; place++) {
        group->phones[place].stalled = place >= group->count - count;
        mind(&group->phones[place]);
    }
}

void hang_up(struct phone *phone)
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

void hang_up_all(struct group *group)
{
    for (int place = 0; place < group->count; place++)
        hang_up(&group->phones[place]);
    group->there = group->stalled = 0;
}

void is_there(struct phone *phone)
{
    phone->state = READY;
    phone->there = now();
    groups[phone->group].there++;
    if (doing == OPENING) {
        times[timed++] = 1e-6 * (double)(phone->there - phone->began);
        open_now--;
    }
}

void is_gone(struct phone *phone, const char *why, size_t size)
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

void connect_one(struct phone *phone)
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

void connected(struct phone *phone)
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
