package io.parley.jobs.running;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;

/**
 * What is needed of a cluster, embedded or not.
 *
 * @param submit hands a job over
 * @param status how it fares
 * @param result how it ended, once it has
 */
record JobCluster(
    Function<JobGraph, CompletableFuture<?>> submit,
    Function<JobID, CompletableFuture<JobStatus>> status,
    Function<JobID, CompletableFuture<JobResult>> result) {}
