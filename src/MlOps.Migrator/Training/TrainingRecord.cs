using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Training;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Training;

namespace MlOps.Migrator.Training;

/// <summary>
/// Records a training step by step, for a script that runs it. A step that is recorded already changes nothing, so a script may repeat
/// it. One that contradicts what is recorded is a conflict.
/// </summary>
internal sealed class TrainingRecord(MlOpsDbContext context)
{
    /// <summary>Adds a job, and starts it.</summary>
    public async Task<TrainingStep> StartAsync(TrainingPlan plan, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var version = await GetVersionAsync(plan.Model, plan.Version, cancellationToken);
        var dataset = plan.Dataset is { } name ? await GetDatasetAsync(name, plan.DatasetVersion, cancellationToken) : null;
        return await SaveAsync(
            () =>
            {
                var job = TrainingJob.Queue(version, plan.Epochs, at, dataset, plan.Hyperparameters);
                job.Start(plan.Worker, at);
                new TrainingJobRepository(context).Add(job);
                return new TrainingStep(job, version, IsRepeated: false);
            },
            cancellationToken);
    }

    /// <summary>Records the end of an epoch, or that the job is alive if neither an epoch nor a loss is given.</summary>
    public async Task<TrainingStep> ProgressAsync(
        Guid jobId, int? epoch, double? loss, double? validationLoss, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (job, version) = await GetJobAsync(jobId, cancellationToken);
        return await SaveAsync(
            () =>
            {
                var isRepeated = epoch <= job.CompletedEpochs;
                if (loss is not { } measured)
                    job.RecordProgress(Math.Max(epoch ?? 0, job.CompletedEpochs), at);
                else if (isRepeated)
                    RequireSame(job, new LossPoint(epoch!.Value, measured, validationLoss));
                else if (epoch is null || epoch == job.CompletedEpochs + 1)
                    job.CompleteEpoch(measured, at, validationLoss);
                else
                    throw new IllegalTransitionException(
                        $"{job} has completed {job.CompletedEpochs} of {job.TotalEpochs} epochs, so the next loss is that of epoch " +
                        $"{job.CompletedEpochs + 1}, and not of {epoch}.");

                return new TrainingStep(job, version, isRepeated);
            },
            cancellationToken);
    }

    /// <summary>Ends a job that has trained its version.</summary>
    public async Task<TrainingStep> SucceedAsync(
        Guid jobId, TrainingOutcome outcome, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (job, version) = await GetJobAsync(jobId, cancellationToken);
        return await SaveAsync(
            () =>
            {
                if (job.Status == TrainingStatus.Succeeded && outcome.IsThatOf(version))
                    return new TrainingStep(job, version, IsRepeated: true);

                if (job.Status == TrainingStatus.Succeeded)
                    throw new IllegalTransitionException($"{job} has succeeded already, and {version} has other results.");

                job.Succeed(at);
                version.CompleteTraining(at, outcome.Metrics, outcome.F1Score, outcome.BrierScore);
                if (outcome.Artifact is { } artifact)
                    version.Attach(artifact, at);

                return new TrainingStep(job, version, IsRepeated: false);
            },
            cancellationToken);
    }

    /// <summary>Ends a job that has failed. Its version stays in training, so that another job can train it.</summary>
    public async Task<TrainingStep> FailAsync(Guid jobId, string reason, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (job, version) = await GetJobAsync(jobId, cancellationToken);
        return await SaveAsync(
            () =>
            {
                var isRepeated = job.Status == TrainingStatus.Failed && job.Error == reason;
                if (!isRepeated)
                    job.Fail(reason, at);

                return new TrainingStep(job, version, isRepeated);
            },
            cancellationToken);
    }

    private static void RequireSame(TrainingJob job, LossPoint point)
    {
        if (!job.LossCurve.Contains(point))
            throw new IllegalTransitionException($"{job} has completed epoch {point.Epoch} already, with another loss than {point.Loss}.");
    }

    // Exit codes tell a script whether its arguments are wrong, or what is stored.
    private async Task<TrainingStep> SaveAsync(Func<TrainingStep> change, CancellationToken cancellationToken)
    {
        try
        {
            var step = change();
            await context.SaveChangesAsync(cancellationToken);
            return step;
        }
        catch (IllegalTransitionException e)
        {
            throw new MlOpsException(MlOpsError.Conflict, e.Message, e);
        }
        catch (DbUpdateConcurrencyException e)
        {
            throw new MlOpsException(
                MlOpsError.Conflict, "Another process has changed the job or its version at the same time. Try again.", e);
        }
    }

    private async Task<ModelVersion> GetVersionAsync(string model, string version, CancellationToken cancellationToken)
    {
        if (await new ModelVersionRepository(context).FindAsync(model, version, cancellationToken) is { } found)
            return found;

        var what = await new ModelRepository(context).FindAsync(model, cancellationToken) is null
            ? $"There is no model '{model}'."
            : $"Model '{model}' has no version '{version}'.";
        throw new MlOpsException(MlOpsError.NotFound, $"{what} Register it with '{Invocation.Program} models register'.");
    }

    private async Task<TrainingDataset> GetDatasetAsync(string name, string? version, CancellationToken cancellationToken)
    {
        var datasets = new TrainingDatasetRepository(context);
        var found = version is null
            ? await datasets.StreamVersionsAsync(name).FirstOrDefaultAsync(cancellationToken)
            : await datasets.FindAsync(name, version, cancellationToken);
        return found ?? throw new MlOpsException(
            MlOpsError.NotFound,
            $"There is no dataset '{name}'{(version is null ? "" : $" with version '{version}'")}. An application registers datasets " +
            $"with {nameof(TrainingDatasetRepository)}. Leave --dataset out, or name another one.");
    }

    private async Task<(TrainingJob Job, ModelVersion Version)> GetJobAsync(Guid id, CancellationToken cancellationToken)
    {
        var job = await new TrainingJobRepository(context).FindAsync(id, cancellationToken) ?? throw new MlOpsException(
            MlOpsError.NotFound,
            $"There is no training job {id}. '{Invocation.Program} training start' prints the id of the job that it starts.");
        return (job, await context.ModelVersions.SingleAsync(version => version.Id == job.ModelVersionId, cancellationToken));
    }
}
