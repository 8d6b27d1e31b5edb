using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Retraining;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Retraining;

namespace MlOps.Migrator.Commands;

/// <summary>What the gate asks for.</summary>
internal sealed class GatePolicyCommand : Verb
{
    private const string Rows = "The tenant of the policies";

    private readonly ContextFactory _contexts;

    public GatePolicyCommand(ContextFactory contexts)
        : base("policy", "What the gate asks for, for one model or for all.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(SetCommand());
        Add(ListCommand());
    }

    private TenantVerb SetCommand()
    {
        var name = new NameArgument("The name of the policy.");
        var model = new Option<string?>("--model")
        {
            Description = "The model that it is for; all models without a policy of their own if not given. It never changes.",
            HelpName = "name",
        };
        var by = new ByOption();
        var thresholds = new GateThresholdOptions();
        var verb = new TenantVerb(
            _contexts, "set", "Define a policy, or replace its current version by one with these thresholds. Old versions stay.", Rows)
        {
            Examples =
            [
                "gate policy set default --metric f1 --min-labelled 500 --min-coverage 30 --guard brier:0.01",
                "gate policy set churn --model churn --metric auc --min-improvement 0.01 --segment country --approval",
            ],
        };
        verb.Add(name);
        verb.Add(model);
        thresholds.AddTo(verb);
        verb.Add(by);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var policies = new RetrainingPolicyRepository(context);
            var (asked, author, now) = (
                thresholds.Of(parsed), by.Of(parsed), TimeProvider.System.GetUtcNow());
            var policy = await policies.FindCurrentAsync(parsed.GetValue(name)!, cancellationToken);
            if (policy is not null && parsed.GetValue(model) is { } other && other != policy.ModelName)
                throw new MlOpsException(
                    MlOpsError.RegisteredOtherwise, $"{policy} is for {ShowModels(policy)}, and that never changes. Set another policy.");

            var outcome = policy is null ? "defined" : policy.Thresholds == asked ? "unchanged" : "changed";
            if (policy is null)
            {
                policy = RetrainingPolicy.Define(parsed.GetValue(name)!, asked, author, now, parsed.GetValue(model));
                policies.Add(policy);
                await context.SaveChangesAsync(cancellationToken);
            }
            else if (outcome == "changed")
            {
                policy = await policies.ChangeAsync(policy.Name, asked, author, now, cancellationToken);
            }

            output.Write(
                new { Policy = policy.Name, Model = policy.ModelName, policy.Version, Outcome = outcome },
                outcome == "unchanged" ? $"{policy} has these thresholds already." : $"{policy} is {outcome}, for {ShowModels(policy)}.");
        });
        return verb;
    }

    private TenantVerb ListCommand()
    {
        var verb = new TenantVerb(_contexts, "list", "List the current policies.", Rows) { Examples = ["gate policy list"] };
        verb.SetAction(async (_, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var listing = new Listing(
                "Policy", "Model", "Version", "Metric", "Min improvement", "Min labelled", "Min coverage", "Guards", "Segment", "Approval");
            var current = context.RetrainingPolicies.AsNoTracking()
                .Where(policy => policy.ReplacedAt == null).OrderBy(policy => policy.Name);
            await foreach (var policy in current.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                listing.Add(
                    policy.Name, policy.ModelName, policy.Version, policy.PrimaryMetric.ToName(), policy.MinImprovement,
                    policy.MinLabeledSamples, policy.MinCoveragePct,
                    string.Join(", ", policy.Guards.Select(guard => $"{guard.Metric.ToName()}:{guard.MaxLoss}")),
                    policy.SegmentFeature, policy.RequiresApproval);
            }

            output.Write(listing);
            output.Note(listing.Count == 0
                ? $"There are none. '{Invocation.Program} gate policy set' defines one."
                : $"{listing.Count} policies.");
        });
        return verb;
    }

    private static string ShowModels(RetrainingPolicy policy) =>
        policy.ModelName is { } model ? $"model '{model}'" : "all models without one of their own";
}
