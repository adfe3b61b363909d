package io.parley.jobs.running;

import io.parley.jobs.JobConfig;
import io.parley.jobs.indexing.IndexingJob;
import io.parley.jobs.indexing.MinutesJob;
import io.parley.jobs.recording.RecordingJob;
import io.parley.jobs.transcription.TranscriptionJob;
import java.util.Locale;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The jobs there are. */
public enum Job {
  RECORDING {
    @Override
    public void build(StreamExecutionEnvironment env, JobConfig config) {
      RecordingJob.build(env, config);
    }
  },
  TRANSCRIPTION {
    @Override
    public void build(StreamExecutionEnvironment env, JobConfig config) {
      TranscriptionJob.build(env, config);
    }
  },
  INDEXING {
    @Override
    public void build(StreamExecutionEnvironment env, JobConfig config) {
      IndexingJob.build(env, config);
    }

    @Override
    public int parallelism(JobConfig config) {
      return 1;
    }
  },
  MINUTES {
    @Override
    public void build(StreamExecutionEnvironment env, JobConfig config) {
      MinutesJob.build(env, config);
    }

    @Override
    public int parallelism(JobConfig config) {
      return 1;
    }
  };

  /** Wires the job between Kafka and the stores. */
  public abstract void build(StreamExecutionEnvironment env, JobConfig config);

  /** Slots it takes. The index has one writer, and minutes are seldom written. */
  public int parallelism(JobConfig config) {
    return config.parallelism();
  }

  /** As in thread names, consumer groups, directories and on the cluster: lower case. */
  public String jobName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
