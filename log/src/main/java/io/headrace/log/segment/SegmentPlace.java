package io.headrace.log.segment;

import io.headrace.log.file.FileIo;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * Where segments live and who closes their files.
 *
 * @param directory the partition's directory
 * @param io how files are reached
 * @param closer runs the closing of files
 */
public record SegmentPlace(Path directory, FileIo io, Executor closer) {}
