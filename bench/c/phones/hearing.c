/* What a message is for: a first view, a frame that is watched, an answer. */
#include "phones.h"

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

void forget_frames(struct group *group)
{
    for (int place = 0; place < group->frame_count; place++)
        free(group->frames[place].payload.at);
    group->frame_count = 0;
}

void watch(struct group *group)
{
    forget_frames(group);
    group->watched = true;
    group->frames = room(group->frames, FRAMES * sizeof *group->frames);
    group->slots = room(group->slots, SLOTS * sizeof *group->slots);
    memset(group->slots, -1, SLOTS * sizeof *group->slots);
    for (int place = 0; place < group->count; place++)
        group->phones[place].newest = -1;
}

void write_frames(struct group *group, const char *name)
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

void heard(struct phone *phone, const char *text, size_t size, bool deflated, size_t on_the_wire, uint64_t when)
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
    phone->last = when;
    phone->wire_bytes += on_the_wire;
    group->messages++;
    if (phone->state == GREETING && (deflated || begins(text, size, group->ready)))
        is_there(phone);
    if (group->watched && (deflated || begins(text, size, "{\"t\":\"frame\"")))
        saw_frame(group, phone, text, size, deflated, when);
    else if (doing == SAYING && with == group)
        deflated ? heard_unread(phone, when) : heard_answer(phone, text, size, when);
}
