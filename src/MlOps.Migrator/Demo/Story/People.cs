using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Migrator.Demo.World;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;

namespace MlOps.Migrator.Demo.Story;

/// <summary>The two persons of the demo: ann, who is in a hurry, and bob, who approves with a login of his own.</summary>
internal sealed class People(TenantDatabase database, Reviewer reviewer, CancellationToken cancellationToken)
{
    /// <summary>Puts a version into production without asking the gate.</summary>
    public async Task PromoteByHandAsync(DemoService service, string name, DateTimeOffset at)
    {
        await using var context = database.CreateContext();
        var versions = new ModelVersionRepository(context);
        var version = await versions.GetAsync(service.ModelName, name, cancellationToken);
        if (version.Stage != ModelStage.None)
            return;

        var reason = string.Create(
            CultureInfo.InvariantCulture,
            $"Its accuracy is {100 * version.Metrics["accuracy"]:0}% on the predictions that it has learned from. The gate was not asked.");
        await versions.PromoteAsync(
            service.ModelName, name, new StageChange("ann", reason, at), cancellationToken: cancellationToken);
    }

    /// <summary>Takes a promotion back if the labels say that the version is worse than the one before it.</summary>
    public async Task RollBackIfWorseAsync(DemoService service, string name, TimeWindow window, DateTimeOffset at)
    {
        await using var context = database.CreateContext();
        var versions = new ModelVersionRepository(context);
        var serving = await versions.FindInProductionAsync(service.ModelName, cancellationToken);
        if (serving?.Version != name)
            return;

        var question = new ComparisonQuestion(service.ModelName, Beginning.FirstVersion, name, window)
        {
            Terms = new ComparisonTerms { Metrics = [GateMetric.Accuracy] },
        };
        var comparison = await new ComparisonRepository(context).CompareAsync(question, cancellationToken);
        var found = comparison.Parts.SingleOrDefault(part => part.Source == ComparisonSource.Labels)?.Metrics.SingleOrDefault();
        if (found is null || found.IsOtherBetter != false)
            return;

        var reason = string.Create(
            CultureInfo.InvariantCulture,
            $"Its accuracy is {found.Other:0.00} on {found.OtherCount} labelled predictions. That of version " +
            $"{Beginning.FirstVersion} was {found.Version:0.00} on {found.VersionCount}.");
        await versions.RollbackAsync(service.ModelName, new StageChange("ann", reason, at), expected: name, cancellationToken);
    }

    /// <summary>Asks for no approval if there can be no second login, unless the gate has decided already.</summary>
    public async Task PrepareApprovalAsync(DateTimeOffset at)
    {
        await using var context = database.CreateContext();
        var policies = new RetrainingPolicyRepository(context);
        var policy = await policies.GetCurrentAsync(Names.Policy, cancellationToken);
        if (policy.RequiresApproval && !await reviewer.CanLogInAsync(cancellationToken))
            await policies.ChangeAsync(
                policy.Name, policy.Thresholds with { RequiresApproval = false }, "ann", at, cancellationToken);
    }

    /// <summary>Agrees with a decision. It waits for somebody else if there can be no second login.</summary>
    public async Task ApproveAsync(RetrainingDecision pending, DateTimeOffset at)
    {
        await using (var context = database.CreateContext())
        {
            if (await context.RetrainingDecisions.AnyAsync(answer => answer.AnswersDecisionId == pending.Id, cancellationToken))
                return;
        }

        if (await reviewer.CanLogInAsync(cancellationToken))
            await reviewer.ActAsync(
                own => new GateRepository(own).ApproveAsync(pending.Id, "bob", at, cancellationToken), cancellationToken);
    }
}
