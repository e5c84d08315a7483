package io.headrace.group.model;

/**
 * Who commits offsets.
 *
 * @param memberId the member, or empty
 * @param instanceId the static member's name, or null
 * @param generationOrEpoch the generation, of a classic member, or the epoch, of another; negative for neither
 * @param transactional whether the commit is part of a transaction
 * @param apiVersion version of the request
 */
public record Committer(
        String memberId, String instanceId, int generationOrEpoch, boolean transactional, int apiVersion) {}
