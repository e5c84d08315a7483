package io.headrace.common.protocol;

import io.headrace.common.InvalidRecordException;
import io.headrace.common.errors.ApiException;
import io.headrace.common.errors.BrokerIdNotRegisteredException;
import io.headrace.common.errors.BrokerNotAvailableException;
import io.headrace.common.errors.ClusterAuthorizationException;
import io.headrace.common.errors.ConcurrentTransactionsException;
import io.headrace.common.errors.ControllerMovedException;
import io.headrace.common.errors.CoordinatorLoadInProgressException;
import io.headrace.common.errors.CoordinatorNotAvailableException;
import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.DelegationTokenAuthorizationException;
import io.headrace.common.errors.DelegationTokenDisabledException;
import io.headrace.common.errors.DelegationTokenExpiredException;
import io.headrace.common.errors.DelegationTokenNotFoundException;
import io.headrace.common.errors.DelegationTokenOwnerMismatchException;
import io.headrace.common.errors.DuplicateBrokerRegistrationException;
import io.headrace.common.errors.DuplicateResourceException;
import io.headrace.common.errors.DuplicateSequenceException;
import io.headrace.common.errors.DuplicateVoterException;
import io.headrace.common.errors.ElectionNotNeededException;
import io.headrace.common.errors.EligibleLeadersNotAvailableException;
import io.headrace.common.errors.FeatureUpdateFailedException;
import io.headrace.common.errors.FencedInstanceIdException;
import io.headrace.common.errors.FencedLeaderEpochException;
import io.headrace.common.errors.FencedMemberEpochException;
import io.headrace.common.errors.FencedStateEpochException;
import io.headrace.common.errors.FetchSessionIdNotFoundException;
import io.headrace.common.errors.FetchSessionTopicIdException;
import io.headrace.common.errors.GroupAuthorizationException;
import io.headrace.common.errors.GroupIdNotFoundException;
import io.headrace.common.errors.GroupMaxSizeReachedException;
import io.headrace.common.errors.GroupNotEmptyException;
import io.headrace.common.errors.GroupSubscribedToTopicException;
import io.headrace.common.errors.IllegalGenerationException;
import io.headrace.common.errors.IllegalSaslStateException;
import io.headrace.common.errors.InconsistentClusterIdException;
import io.headrace.common.errors.InconsistentGroupProtocolException;
import io.headrace.common.errors.InconsistentTopicIdException;
import io.headrace.common.errors.InconsistentVoterSetException;
import io.headrace.common.errors.IneligibleReplicaException;
import io.headrace.common.errors.InvalidCommitOffsetSizeException;
import io.headrace.common.errors.InvalidConfigurationException;
import io.headrace.common.errors.InvalidFetchSessionEpochException;
import io.headrace.common.errors.InvalidFetchSizeException;
import io.headrace.common.errors.InvalidGroupIdException;
import io.headrace.common.errors.InvalidPartitionsException;
import io.headrace.common.errors.InvalidPidMappingException;
import io.headrace.common.errors.InvalidPrincipalTypeException;
import io.headrace.common.errors.InvalidProducerEpochException;
import io.headrace.common.errors.InvalidRecordStateException;
import io.headrace.common.errors.InvalidRegistrationException;
import io.headrace.common.errors.InvalidRegularExpression;
import io.headrace.common.errors.InvalidReplicaAssignmentException;
import io.headrace.common.errors.InvalidReplicationFactorException;
import io.headrace.common.errors.InvalidRequestException;
import io.headrace.common.errors.InvalidRequiredAcksException;
import io.headrace.common.errors.InvalidSessionTimeoutException;
import io.headrace.common.errors.InvalidShareSessionEpochException;
import io.headrace.common.errors.InvalidTimestampException;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.errors.InvalidTxnStateException;
import io.headrace.common.errors.InvalidTxnTimeoutException;
import io.headrace.common.errors.InvalidUpdateVersionException;
import io.headrace.common.errors.InvalidVoterKeyException;
import io.headrace.common.errors.KafkaStorageException;
import io.headrace.common.errors.LeaderNotAvailableException;
import io.headrace.common.errors.ListenerNotFoundException;
import io.headrace.common.errors.LogDirNotFoundException;
import io.headrace.common.errors.MemberIdRequiredException;
import io.headrace.common.errors.MismatchedEndpointTypeException;
import io.headrace.common.errors.NetworkException;
import io.headrace.common.errors.NewLeaderElectedException;
import io.headrace.common.errors.NoReassignmentInProgressException;
import io.headrace.common.errors.NotControllerException;
import io.headrace.common.errors.NotCoordinatorException;
import io.headrace.common.errors.NotEnoughReplicasAfterAppendException;
import io.headrace.common.errors.NotEnoughReplicasException;
import io.headrace.common.errors.NotLeaderOrFollowerException;
import io.headrace.common.errors.OffsetMetadataTooLarge;
import io.headrace.common.errors.OffsetMovedToTieredStorageException;
import io.headrace.common.errors.OffsetNotAvailableException;
import io.headrace.common.errors.OffsetOutOfRangeException;
import io.headrace.common.errors.OperationNotAttemptedException;
import io.headrace.common.errors.OutOfOrderSequenceException;
import io.headrace.common.errors.PolicyViolationException;
import io.headrace.common.errors.PositionOutOfRangeException;
import io.headrace.common.errors.PreferredLeaderNotAvailableException;
import io.headrace.common.errors.PrincipalDeserializationException;
import io.headrace.common.errors.ProducerFencedException;
import io.headrace.common.errors.ReassignmentInProgressException;
import io.headrace.common.errors.RebalanceInProgressException;
import io.headrace.common.errors.RebootstrapRequiredException;
import io.headrace.common.errors.RecordBatchTooLargeException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.ReplicaNotAvailableException;
import io.headrace.common.errors.ResourceNotFoundException;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.errors.SaslAuthenticationException;
import io.headrace.common.errors.SecurityDisabledException;
import io.headrace.common.errors.ShareSessionLimitReachedException;
import io.headrace.common.errors.ShareSessionNotFoundException;
import io.headrace.common.errors.SnapshotNotFoundException;
import io.headrace.common.errors.StaleBrokerEpochException;
import io.headrace.common.errors.StaleMemberEpochException;
import io.headrace.common.errors.StreamsInvalidTopologyEpochException;
import io.headrace.common.errors.StreamsInvalidTopologyException;
import io.headrace.common.errors.StreamsTopologyFencedException;
import io.headrace.common.errors.TelemetryTooLargeException;
import io.headrace.common.errors.ThrottlingQuotaExceededException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.errors.TopicDeletionDisabledException;
import io.headrace.common.errors.TopicExistsException;
import io.headrace.common.errors.TransactionAbortableException;
import io.headrace.common.errors.TransactionCoordinatorFencedException;
import io.headrace.common.errors.TransactionalIdAuthorizationException;
import io.headrace.common.errors.TransactionalIdNotFoundException;
import io.headrace.common.errors.UnacceptableCredentialException;
import io.headrace.common.errors.UnknownControllerIdException;
import io.headrace.common.errors.UnknownLeaderEpochException;
import io.headrace.common.errors.UnknownMemberIdException;
import io.headrace.common.errors.UnknownProducerIdException;
import io.headrace.common.errors.UnknownServerException;
import io.headrace.common.errors.UnknownSubscriptionIdException;
import io.headrace.common.errors.UnknownTopicIdException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.common.errors.UnreleasedInstanceIdException;
import io.headrace.common.errors.UnstableOffsetCommitException;
import io.headrace.common.errors.UnsupportedAssignorException;
import io.headrace.common.errors.UnsupportedByAuthenticationException;
import io.headrace.common.errors.UnsupportedCompressionTypeException;
import io.headrace.common.errors.UnsupportedEndpointTypeException;
import io.headrace.common.errors.UnsupportedForMessageFormatException;
import io.headrace.common.errors.UnsupportedSaslMechanismException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.errors.VoterNotFoundException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The error codes of the Kafka protocol, and the exception that stands for each on the side of the client.
 *
 * <p>Names and numbers are the protocol's (https://kafka.apache.org/protocol.html#protocol_error_codes); a broker never
 * sends an exception, only its number and sometimes a message.
 */
@SuppressWarnings("ImmutableEnumChecker") // the exceptions are shared, but nobody changes them
public enum Errors {
    UNKNOWN_SERVER_ERROR(-1, "the broker failed in an unexpected way", UnknownServerException::new),
    NONE(0, "no error", null),
    OFFSET_OUT_OF_RANGE(1, "the partition does not hold the requested offset", OffsetOutOfRangeException::new),
    CORRUPT_MESSAGE(2, "a record or batch failed its checksum or is malformed", CorruptRecordException::new),
    UNKNOWN_TOPIC_OR_PARTITION(
            3, "the broker does not host this topic or partition", UnknownTopicOrPartitionException::new),
    INVALID_FETCH_SIZE(4, "the requested number of bytes is not valid", InvalidFetchSizeException::new),
    LEADER_NOT_AVAILABLE(5, "the partition has no leader at the moment", LeaderNotAvailableException::new),
    NOT_LEADER_OR_FOLLOWER(
            6, "the broker does not lead this partition, or holds no replica of it", NotLeaderOrFollowerException::new),
    REQUEST_TIMED_OUT(7, "the request was not completed in time", TimeoutException::new),
    BROKER_NOT_AVAILABLE(8, "the broker is not available", BrokerNotAvailableException::new),
    REPLICA_NOT_AVAILABLE(9, "the broker has no usable replica of the partition", ReplicaNotAvailableException::new),
    MESSAGE_TOO_LARGE(10, "a record or batch is larger than the broker accepts", RecordTooLargeException::new),
    STALE_CONTROLLER_EPOCH(11, "the sender's controller has been replaced", ControllerMovedException::new),
    OFFSET_METADATA_TOO_LARGE(12, "the text committed along with the offset is too long", OffsetMetadataTooLarge::new),
    NETWORK_EXCEPTION(13, "the connection was lost before a response arrived", NetworkException::new),
    COORDINATOR_LOAD_IN_PROGRESS(
            14, "the coordinator is still loading its state", CoordinatorLoadInProgressException::new),
    COORDINATOR_NOT_AVAILABLE(15, "no coordinator is available", CoordinatorNotAvailableException::new),
    NOT_COORDINATOR(16, "the broker is not the coordinator", NotCoordinatorException::new),
    INVALID_TOPIC_EXCEPTION(
            17,
            "the topic name is not legal, or the operation is not allowed on this topic",
            InvalidTopicException::new),
    RECORD_LIST_TOO_LARGE(18, "the batch is larger than a log segment may be", RecordBatchTooLargeException::new),
    NOT_ENOUGH_REPLICAS(
            19, "fewer replicas are in sync than required; nothing was appended", NotEnoughReplicasException::new),
    NOT_ENOUGH_REPLICAS_AFTER_APPEND(
            20,
            "the records were appended, but fewer replicas are in sync than required",
            NotEnoughReplicasAfterAppendException::new),
    INVALID_REQUIRED_ACKS(21, "acks is not one of -1, 0 and 1", InvalidRequiredAcksException::new),
    ILLEGAL_GENERATION(22, "the generation is not the group's current one", IllegalGenerationException::new),
    INCONSISTENT_GROUP_PROTOCOL(
            23, "the member shares no protocol with the group", InconsistentGroupProtocolException::new),
    INVALID_GROUP_ID(24, "the group id is not valid", InvalidGroupIdException::new),
    UNKNOWN_MEMBER_ID(25, "the coordinator does not know this member", UnknownMemberIdException::new),
    INVALID_SESSION_TIMEOUT(
            26, "the session timeout is outside the range that the broker allows", InvalidSessionTimeoutException::new),
    REBALANCE_IN_PROGRESS(27, "the group is being rebalanced", RebalanceInProgressException::new),
    INVALID_COMMIT_OFFSET_SIZE(28, "the offset commit is too large", InvalidCommitOffsetSizeException::new),
    TOPIC_AUTHORIZATION_FAILED(29, "not authorized to access the topic", TopicAuthorizationException::new),
    GROUP_AUTHORIZATION_FAILED(30, "not authorized to access the group", GroupAuthorizationException::new),
    CLUSTER_AUTHORIZATION_FAILED(
            31, "not authorized to perform this operation on the cluster", ClusterAuthorizationException::new),
    INVALID_TIMESTAMP(32, "the record's timestamp is out of the allowed range", InvalidTimestampException::new),
    UNSUPPORTED_SASL_MECHANISM(
            33, "the broker does not offer this SASL mechanism", UnsupportedSaslMechanismException::new),
    ILLEGAL_SASL_STATE(34, "the request does not fit the state of the SASL exchange", IllegalSaslStateException::new),
    UNSUPPORTED_VERSION(35, "the broker does not support this version of the API", UnsupportedVersionException::new),
    TOPIC_ALREADY_EXISTS(36, "a topic of this name exists already", TopicExistsException::new),
    INVALID_PARTITIONS(37, "the number of partitions is not allowed", InvalidPartitionsException::new),
    INVALID_REPLICATION_FACTOR(
            38,
            "the replication factor is below 1 or above the number of available brokers",
            InvalidReplicationFactorException::new),
    INVALID_REPLICA_ASSIGNMENT(39, "the placement of replicas is not valid", InvalidReplicaAssignmentException::new),
    INVALID_CONFIG(40, "a configuration value is not valid", InvalidConfigurationException::new),
    NOT_CONTROLLER(41, "the broker is not the controller", NotControllerException::new),
    INVALID_REQUEST(42, "the request is malformed or contradicts itself", InvalidRequestException::new),
    UNSUPPORTED_FOR_MESSAGE_FORMAT(
            43, "the record format does not support this request", UnsupportedForMessageFormatException::new),
    POLICY_VIOLATION(44, "a policy of the broker refused the request", PolicyViolationException::new),
    OUT_OF_ORDER_SEQUENCE_NUMBER(
            45, "the batch does not follow the producer's last sequence number", OutOfOrderSequenceException::new),
    DUPLICATE_SEQUENCE_NUMBER(46, "the batch repeats an earlier sequence number", DuplicateSequenceException::new),
    INVALID_PRODUCER_EPOCH(47, "the producer's epoch is no longer valid", InvalidProducerEpochException::new),
    INVALID_TXN_STATE(48, "the request does not fit the state of the transaction", InvalidTxnStateException::new),
    INVALID_PRODUCER_ID_MAPPING(
            49, "the producer id does not belong to this transactional id", InvalidPidMappingException::new),
    INVALID_TRANSACTION_TIMEOUT(
            50, "the transaction timeout is larger than the broker allows", InvalidTxnTimeoutException::new),
    CONCURRENT_TRANSACTIONS(
            51,
            "an earlier operation on this transactional id is still under way",
            ConcurrentTransactionsException::new),
    TRANSACTION_COORDINATOR_FENCED(
            52,
            "the marker comes from a coordinator that has been replaced",
            TransactionCoordinatorFencedException::new),
    TRANSACTIONAL_ID_AUTHORIZATION_FAILED(
            53, "not authorized to use the transactional id", TransactionalIdAuthorizationException::new),
    SECURITY_DISABLED(54, "the broker runs without the security feature this needs", SecurityDisabledException::new),
    OPERATION_NOT_ATTEMPTED(
            55, "left undone, because another part of the request failed", OperationNotAttemptedException::new),
    KAFKA_STORAGE_ERROR(56, "the broker could not access its log directory", KafkaStorageException::new),
    LOG_DIR_NOT_FOUND(57, "the broker has no such log directory", LogDirNotFoundException::new),
    SASL_AUTHENTICATION_FAILED(58, "SASL authentication failed", SaslAuthenticationException::new),
    UNKNOWN_PRODUCER_ID(59, "the broker has no state of this producer id", UnknownProducerIdException::new),
    REASSIGNMENT_IN_PROGRESS(60, "the partition is being reassigned", ReassignmentInProgressException::new),
    DELEGATION_TOKEN_AUTH_DISABLED(
            61, "the broker is not set up for delegation tokens", DelegationTokenDisabledException::new),
    DELEGATION_TOKEN_NOT_FOUND(
            62, "the broker does not know this delegation token", DelegationTokenNotFoundException::new),
    DELEGATION_TOKEN_OWNER_MISMATCH(
            63,
            "the caller is neither owner nor renewer of the delegation token",
            DelegationTokenOwnerMismatchException::new),
    DELEGATION_TOKEN_REQUEST_NOT_ALLOWED(
            64,
            "delegation tokens cannot be handled over a connection authenticated this way",
            UnsupportedByAuthenticationException::new),
    DELEGATION_TOKEN_AUTHORIZATION_FAILED(
            65, "not authorized to use the delegation token", DelegationTokenAuthorizationException::new),
    DELEGATION_TOKEN_EXPIRED(66, "the delegation token has expired", DelegationTokenExpiredException::new),
    INVALID_PRINCIPAL_TYPE(67, "the principal type is not supported", InvalidPrincipalTypeException::new),
    NON_EMPTY_GROUP(68, "the group has members", GroupNotEmptyException::new),
    GROUP_ID_NOT_FOUND(69, "there is no group of this id", GroupIdNotFoundException::new),
    FETCH_SESSION_ID_NOT_FOUND(70, "the broker does not know this fetch session", FetchSessionIdNotFoundException::new),
    INVALID_FETCH_SESSION_EPOCH(
            71, "the epoch of the fetch session is not the expected one", InvalidFetchSessionEpochException::new),
    LISTENER_NOT_FOUND(
            72, "the leader has no listener of the name the request came in by", ListenerNotFoundException::new),
    TOPIC_DELETION_DISABLED(
            73, "the broker is set up to refuse the deletion of topics", TopicDeletionDisabledException::new),
    FENCED_LEADER_EPOCH(
            74, "the leader epoch in the request is older than the broker's", FencedLeaderEpochException::new),
    UNKNOWN_LEADER_EPOCH(
            75, "the leader epoch in the request is newer than the broker's", UnknownLeaderEpochException::new),
    UNSUPPORTED_COMPRESSION_TYPE(
            76,
            "the requested version cannot carry the partition's compression codec",
            UnsupportedCompressionTypeException::new),
    STALE_BROKER_EPOCH(77, "the broker has registered anew", StaleBrokerEpochException::new),
    OFFSET_NOT_AVAILABLE(78, "the new leader cannot tell committed offsets yet", OffsetNotAvailableException::new),
    MEMBER_ID_REQUIRED(79, "the member has to join again with the id it was given", MemberIdRequiredException::new),
    PREFERRED_LEADER_NOT_AVAILABLE(
            80, "the preferred leader is not available", PreferredLeaderNotAvailableException::new),
    GROUP_MAX_SIZE_REACHED(81, "the group is full", GroupMaxSizeReachedException::new),
    FENCED_INSTANCE_ID(82, "another member has registered with this group.instance.id", FencedInstanceIdException::new),
    ELIGIBLE_LEADERS_NOT_AVAILABLE(
            83, "no replica that may become leader is available", EligibleLeadersNotAvailableException::new),
    ELECTION_NOT_NEEDED(84, "no election is needed: the wanted leader leads already", ElectionNotNeededException::new),
    NO_REASSIGNMENT_IN_PROGRESS(
            85, "no reassignment of this partition is under way", NoReassignmentInProgressException::new),
    GROUP_SUBSCRIBED_TO_TOPIC(
            86,
            "the group is subscribed to the topic whose offsets should be deleted",
            GroupSubscribedToTopicException::new),
    INVALID_RECORD(87, "the broker refused a record after looking into it", InvalidRecordException::new),
    UNSTABLE_OFFSET_COMMIT(
            88, "offsets of the group are part of an open transaction", UnstableOffsetCommitException::new),
    THROTTLING_QUOTA_EXCEEDED(89, "the quota is spent for now", ThrottlingQuotaExceededException::new),
    PRODUCER_FENCED(90, "a newer producer with the same transactional id has taken over", ProducerFencedException::new),
    RESOURCE_NOT_FOUND(91, "the request names a resource that does not exist", ResourceNotFoundException::new),
    DUPLICATE_RESOURCE(92, "the request names a resource twice", DuplicateResourceException::new),
    UNACCEPTABLE_CREDENTIAL(
            93, "the credential does not meet the broker's demands", UnacceptableCredentialException::new),
    INCONSISTENT_VOTER_SET(94, "sender or receiver is not one of the voters", InconsistentVoterSetException::new),
    INVALID_UPDATE_VERSION(95, "the feature cannot move to this version", InvalidUpdateVersionException::new),
    FEATURE_UPDATE_FAILED(96, "the finalized features could not be changed", FeatureUpdateFailedException::new),
    PRINCIPAL_DESERIALIZATION_FAILURE(
            97, "the principal of a forwarded request could not be decoded", PrincipalDeserializationException::new),
    SNAPSHOT_NOT_FOUND(98, "the snapshot does not exist", SnapshotNotFoundException::new),
    POSITION_OUT_OF_RANGE(99, "the position lies outside the snapshot", PositionOutOfRangeException::new),
    UNKNOWN_TOPIC_ID(100, "the broker knows no topic of this id", UnknownTopicIdException::new),
    DUPLICATE_BROKER_REGISTRATION(101, "a live broker has this id already", DuplicateBrokerRegistrationException::new),
    BROKER_ID_NOT_REGISTERED(102, "no broker of this id is registered", BrokerIdNotRegisteredException::new),
    INCONSISTENT_TOPIC_ID(
            103, "the topic id in the request is not that of the topic", InconsistentTopicIdException::new),
    INCONSISTENT_CLUSTER_ID(
            104, "the cluster id in the request is not that of this cluster", InconsistentClusterIdException::new),
    TRANSACTIONAL_ID_NOT_FOUND(
            105, "the coordinator does not know this transactional id", TransactionalIdNotFoundException::new),
    FETCH_SESSION_TOPIC_ID_ERROR(
            106, "the fetch session mixed topic names with topic ids", FetchSessionTopicIdException::new),
    INELIGIBLE_REPLICA(
            107, "the proposed in-sync set has a replica that may not be in it", IneligibleReplicaException::new),
    NEW_LEADER_ELECTED(
            108, "the in-sync set was changed, and the partition has a new leader", NewLeaderElectedException::new),
    OFFSET_MOVED_TO_TIERED_STORAGE(
            109, "the offset has moved to remote storage", OffsetMovedToTieredStorageException::new),
    FENCED_MEMBER_EPOCH(
            110,
            "the member's epoch is fenced; it gives up its partitions and joins anew",
            FencedMemberEpochException::new),
    UNRELEASED_INSTANCE_ID(111, "another member still holds this instance id", UnreleasedInstanceIdException::new),
    UNSUPPORTED_ASSIGNOR(112, "the group does not support this assignor", UnsupportedAssignorException::new),
    STALE_MEMBER_EPOCH(113, "the member's epoch is behind the group's", StaleMemberEpochException::new),
    MISMATCHED_ENDPOINT_TYPE(
            114, "the request reached an endpoint of the wrong kind", MismatchedEndpointTypeException::new),
    UNSUPPORTED_ENDPOINT_TYPE(115, "this endpoint type is not supported", UnsupportedEndpointTypeException::new),
    UNKNOWN_CONTROLLER_ID(116, "no controller of this id is known", UnknownControllerIdException::new),
    UNKNOWN_SUBSCRIPTION_ID(
            117, "the telemetry subscription is unknown or outdated", UnknownSubscriptionIdException::new),
    TELEMETRY_TOO_LARGE(118, "more telemetry was pushed than the broker accepts", TelemetryTooLargeException::new),
    INVALID_REGISTRATION(119, "the controller refused the broker's registration", InvalidRegistrationException::new),
    TRANSACTION_ABORTABLE(
            120,
            "the transaction cannot be committed; after aborting it the producer can go on",
            TransactionAbortableException::new),
    INVALID_RECORD_STATE(121, "the acknowledgement does not fit the record's state", InvalidRecordStateException::new),
    SHARE_SESSION_NOT_FOUND(122, "the broker does not know this share session", ShareSessionNotFoundException::new),
    INVALID_SHARE_SESSION_EPOCH(
            123, "the epoch of the share session is not the expected one", InvalidShareSessionEpochException::new),
    FENCED_STATE_EPOCH(124, "the state epoch of the share group did not match", FencedStateEpochException::new),
    INVALID_VOTER_KEY(125, "the voter key is not that of the receiving replica", InvalidVoterKeyException::new),
    DUPLICATE_VOTER(126, "the node is a voter already", DuplicateVoterException::new),
    VOTER_NOT_FOUND(127, "the node is not one of the voters", VoterNotFoundException::new),
    INVALID_REGULAR_EXPRESSION(128, "the regular expression cannot be parsed", InvalidRegularExpression::new),
    REBOOTSTRAP_REQUIRED(
            129,
            "the client's metadata is out of date; it has to start from its bootstrap servers again",
            RebootstrapRequiredException::new),
    STREAMS_INVALID_TOPOLOGY(130, "the topology is not valid", StreamsInvalidTopologyException::new),
    STREAMS_INVALID_TOPOLOGY_EPOCH(131, "the topology epoch is not valid", StreamsInvalidTopologyEpochException::new),
    STREAMS_TOPOLOGY_FENCED(132, "the topology epoch is out of date", StreamsTopologyFencedException::new),
    SHARE_SESSION_LIMIT_REACHED(
            133, "the broker holds as many share sessions as it may", ShareSessionLimitReachedException::new);

    private static final Logger log = LoggerFactory.getLogger(Errors.class);
    private static final int LOWEST_CODE = -1;
    private static final Errors[] BY_CODE = new Errors[values().length];
    private static final Map<Class<?>, Errors> BY_EXCEPTION = new HashMap<>();

    static {
        for (Errors error : values()) {
            BY_CODE[error.code - LOWEST_CODE] = error;
            if (error.exception != null) {
                BY_EXCEPTION.put(error.exception.getClass(), error);
            }
        }
    }

    private final short code;
    private final String message;
    private final Function<String, ApiException> factory;
    private final ApiException exception;

    Errors(int code, String message, Function<String, ApiException> factory) {
        this.code = (short) code;
        this.message = message;
        this.factory = factory;
        this.exception = factory == null ? null : factory.apply(message);
    }

    /** The number on the wire. */
    public short code() {
        return code;
    }

    /** What the error means, for a person. */
    public String message() {
        return message;
    }

    /** A shared exception with the standard message; null for {@link #NONE}. */
    public ApiException exception() {
        return exception;
    }

    /** A new exception with this message, or the shared one if the message is null; null for {@link #NONE}. */
    public ApiException exception(String message) {
        return message == null || factory == null ? exception : factory.apply(message);
    }

    /** The class name of the exception; null for {@link #NONE}. */
    public String exceptionName() {
        return exception == null ? null : exception.getClass().getName();
    }

    /** Whether the same request may succeed when it is sent again. */
    public boolean isRetriable() {
        return exception instanceof RetriableException;
    }

    /** Throws the error's exception; does nothing for {@link #NONE}. */
    public void maybeThrow() {
        if (exception != null) {
            throw exception;
        }
    }

    /** The error of that number; {@link #UNKNOWN_SERVER_ERROR} for a number that a later version may have added. */
    public static Errors forCode(short code) {
        int index = code - LOWEST_CODE;
        if (index >= 0 && index < BY_CODE.length) {
            return BY_CODE[index];
        }
        log.info("a broker answered with error code {}, which this version does not know", code);
        return UNKNOWN_SERVER_ERROR;
    }

    /**
     * The error that a broker reports for this exception: that of its class or of the nearest superclass that has one,
     * after unwrapping {@link CompletionException} and {@link ExecutionException}. {@link #UNKNOWN_SERVER_ERROR} if
     * there is none.
     */
    public static Errors forException(Throwable t) {
        for (Class<?> type = maybeUnwrapException(t).getClass(); type != null; type = type.getSuperclass()) {
            Errors error = BY_EXCEPTION.get(type);
            if (error != null) {
                return error;
            }
        }
        return UNKNOWN_SERVER_ERROR;
    }

    /** What a {@link CompletionException} or {@link ExecutionException} was wrapped around; anything else as it is. */
    public static Throwable maybeUnwrapException(Throwable t) {
        Throwable unwrapped = t;
        while ((unwrapped instanceof CompletionException || unwrapped instanceof ExecutionException)
                && unwrapped.getCause() != null) {
            unwrapped = unwrapped.getCause();
        }
        return unwrapped;
    }
}
