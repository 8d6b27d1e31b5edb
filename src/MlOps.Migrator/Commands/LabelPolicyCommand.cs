using System.CommandLine;
using System.Globalization;
using MlOps.Domain.Predictions;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Predictions;

namespace MlOps.Migrator.Commands;

/// <summary>Which feedback makes labels.</summary>
internal sealed class LabelPolicyCommand : Verb
{
    private const string Rows = "The tenant of the policies";
    private const string AllServices = "all";

    private readonly ContextFactory _contexts;

    public LabelPolicyCommand(ContextFactory contexts)
        : base("policy", "Which feedback with a corrected value makes a label.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(SetCommand());
        Add(ListCommand());
        Add(RemoveCommand());
    }

    private TenantVerb SetCommand()
    {
        var service = ServiceArgument();
        var agreement = new ValueOption<int>(
            "--agreement",
            "How many users must give the same corrected value, and more than give any other one.",
            $"a whole number from 1 to {LabelPolicy.MaxAgreement}",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count is >= 1 and <= LabelPolicy.MaxAgreement ? count : null,
            new LabelPolicySettings().MinAgreement);
        var sources = new Option<string[]?>("--source")
        {
            Description = "A source of feedback that counts, such as reviewer. It may be given many times. All if none is given.",
            HelpName = "name",
            Arity = ArgumentArity.OneOrMore,
        };
        var correct = new Option<string?>("--correct")
        {
            Description = "Let feedback replace a label that contradicts it, for this reason. Without it the label stays.",
            HelpName = "reason",
        };
        var verb = new TenantVerb(_contexts, "set", "Set the policy of a service, or of all services that have none.", Rows)
        {
            Examples =
            [
                "labels policy set search --agreement 2 --source reviewer", "labels policy set all",
                "labels policy set search --correct 'Two reviewers agree.' --agreement 2",
            ],
        };
        verb.Add(service);
        verb.Add(agreement);
        verb.Add(sources);
        verb.Add(correct);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var settings = new LabelPolicySettings
            {
                MinAgreement = parsed.GetValue(agreement),
                Sources = parsed.GetValue(sources) is { Length: > 0 } named ? named : null,
                CorrectionReason = parsed.GetValue(correct),
            };
            var policy = await new LabelPolicyRepository(context).SetAsync(
                Read(parsed.GetValue(service)!), settings, TimeProvider.System.GetUtcNow(), cancellationToken);
            output.Write(
                new { Service = policy.ServiceName, policy.MinAgreement, policy.Sources, policy.CorrectionReason },
                $"{policy} is set. The job '{LabelPolicyRepository.JobName}' applies it to the feedback of the past too.");
        });
        return verb;
    }

    private TenantVerb ListCommand()
    {
        var verb = new TenantVerb(_contexts, "list", "List the policies.", Rows) { Examples = ["labels policy list"] };
        verb.SetAction(async (_, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var listing = new Listing("Service", "Agreement", "Sources", "Correction reason", "Changed");
            await foreach (var policy in new LabelPolicyRepository(context).StreamAsync().WithCancellation(cancellationToken))
            {
                var sources = policy.Sources is null ? null : string.Join(", ", policy.Sources);
                listing.Add(
                    policy.ServiceName ?? AllServices, policy.MinAgreement, sources, policy.CorrectionReason, policy.UpdatedAt);
            }

            output.Write(listing);
            if (listing.Count == 0)
                output.Note($"There are no policies, so feedback makes no labels. '{Invocation.Program} labels policy set' sets one.");
        });
        return verb;
    }

    private TenantVerb RemoveCommand()
    {
        var service = ServiceArgument();
        var verb = new TenantVerb(_contexts, "remove", "Remove a policy. The labels that it made stay.", Rows)
        {
            Examples = ["labels policy remove search"],
        };
        verb.Add(service);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var name = parsed.GetValue(service)!;
            if (!await new LabelPolicyRepository(context).RemoveAsync(Read(name), cancellationToken))
            {
                throw new MlOpsException(
                    MlOpsError.NotFound,
                    $"There is no label policy of '{name}'. '{Invocation.Program} labels policy list' shows the policies.");
            }

            output.Write(new { Service = Read(name) }, $"The label policy of '{name}' is removed.");
        });
        return verb;
    }

    private static Argument<string> ServiceArgument() => new("service")
    {
        Description = $"The name of the service, or '{AllServices}' for all services that have no policy of their own.",
    };

    private static string? Read(string service) => service == AllServices ? null : service;
}
