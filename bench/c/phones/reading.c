/* What comes over a socket: the head of an answer, and then frames of RFC 6455. */
#include "phones.h"

static char buffer[READ];

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

void read_from(struct phone *phone)
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
