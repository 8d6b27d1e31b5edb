using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Migrator.Demo.Training;
using MlOps.Migrator.Demo.World;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;

namespace MlOps.Migrator.Demo.Story;

/// <summary>The program that retrains the models: it trains, registers, stages, and asks the gate.</summary>
internal sealed class Pipeline(TenantDatabase database, Traffic traffic, CancellationToken cancellationToken)
{
    private const string Author = "pipeline";

    /// <summary>Fits a version to the labelled predictions of a window, and registers it. It answers the request of its model.</summary>
    public async Task TrainAsync(
        DemoService service,
        string name,
        TimeWindow data,
        DateTimeOffset at,
        IReadOnlyList<int>? omitted = null,
        int? exampleCount = null)
    {
        await using var context = database.CreateContext();
        if (await new ModelVersionRepository(context).FindAsync(service.ModelName, name, cancellationToken) is not null)
            return;

        var model = await new ModelRepository(context).GetAsync(service.ModelName, cancellationToken);
        var first = await context.ModelVersions.Include(version => version.FeatureSchema)
            .SingleAsync(version => version.ModelName == model.Name && version.Version == Beginning.FirstVersion, cancellationToken);
        var plan = new TrainingPlan(service, model, first.FeatureSchema!, name) { Omitted = omitted ?? [], ExampleCount = exampleCount };
        var known = await new ExampleReader(context, cancellationToken).ReadAsync(service, data, knownBy: at);
        var version = new Trainer(context).Train(plan, known, data, at);
        var request = await new RetrainingRequestRepository(context).FindOpenAsync(model.Name, cancellationToken);
        request?.Answer(version, version.UpdatedAt);
        await context.SaveChangesAsync(cancellationToken);
    }

    public Task StageAsync(DemoService service, string name, string reason, DateTimeOffset at) =>
        MoveAsync(service, name, ModelStage.None, ModelStage.Staging, reason, at);

    public Task ArchiveAsync(DemoService service, string name, string reason, DateTimeOffset at) =>
        MoveAsync(service, name, ModelStage.Staging, ModelStage.Archived, reason, at);

    /// <summary>Lets a staged version answer what was asked before it was there.</summary>
    public async Task AnswerPastAsync(DemoService service, string name, TimeWindow past, DateTimeOffset at)
    {
        await using var context = database.CreateContext();
        var version = await new ModelVersionRepository(context).GetAsync(service.ModelName, name, cancellationToken);
        if (version.Stage == ModelStage.Staging)
            await traffic.AnswerPastAsync(service, version, past, at);
    }

    /// <summary>Whether the gate has decided about a version.</summary>
    public async Task<bool> HasAskedGateAsync(DemoService service, string name)
    {
        await using var context = database.CreateContext();
        return await FindDecisionAsync(context, service, name) is not null;
    }

    /// <summary>Asks the gate, or reads what it has decided.</summary>
    public async Task<RetrainingDecision> AskGateAsync(DemoService service, string name, TriggerReason trigger, DateTimeOffset at)
    {
        await using var context = database.CreateContext();
        return await FindDecisionAsync(context, service, name)
            ?? await new GateRepository(context).RunAsync(
                new GateQuestion(service.ModelName, name) { Trigger = trigger }, Author, at, cancellationToken);
    }

    /// <summary>Compares with what the new version was trained on, once it serves.</summary>
    public async Task WatchInsteadAsync(string before, string now, DateTimeOffset from, DateTimeOffset at)
    {
        await using var context = database.CreateContext();
        var serving = await new ModelVersionRepository(context).FindInProductionAsync(DemoServices.Tasks.ModelName, cancellationToken);
        if (serving?.Version != now)
            return;

        var watch = new Watch(context, cancellationToken);
        await watch.EnsureAsync(now, from, at);
        await watch.StopAsync(before, at);
    }

    private Task<RetrainingDecision?> FindDecisionAsync(MlOpsDbContext context, DemoService service, string name) =>
        context.RetrainingDecisions.AsNoTracking()
            .Where(decision => decision.ModelName == service.ModelName && decision.CandidateVersion!.Version == name)
            .OrderBy(decision => decision.Timestamp).FirstOrDefaultAsync(cancellationToken);

    private async Task MoveAsync(
        DemoService service, string name, ModelStage from, ModelStage to, string reason, DateTimeOffset at)
    {
        await using var context = database.CreateContext();
        var versions = new ModelVersionRepository(context);
        var version = await versions.GetAsync(service.ModelName, name, cancellationToken);
        if (version.Stage == from)
            await versions.MoveAsync(service.ModelName, name, to, new StageChange(Author, reason, at), cancellationToken);
    }
}
