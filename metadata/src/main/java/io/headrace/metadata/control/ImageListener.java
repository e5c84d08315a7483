package io.headrace.metadata.control;

import io.headrace.metadata.image.ImageChange;
import java.util.concurrent.CompletionStage;

/** Carries out what the cluster agreed on, for example by opening the logs of new partitions. */
@FunctionalInterface
public interface ImageListener {
    /**
     * Called on the controller's executor, once for each change, in order; not called again before the stage it
     * returned has completed. Until then {@link ClusterController#image()} still shows the image before the change, and
     * the command that made it is not answered.
     *
     * <p>A stage that fails is logged as an error; the image goes on, and the command fails with the same reason.
     */
    CompletionStage<Void> apply(ImageChange change);
}
