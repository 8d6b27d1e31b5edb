using System.CommandLine;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Migrator.Commands;

/// <summary>Alerts, and the rules that fire them.</summary>
internal sealed class AlertsCommand : Verb
{
    private const string Rows = "The tenant of the alerts";
    private const string ExampleId = "0195a000-0000-7000-8000-00000000000c";

    private readonly ContextFactory _contexts;

    public AlertsCommand(ContextFactory contexts)
        : base("alerts", "Alerts, and the rules that fire them.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(ListCommand());
        Add(AcknowledgeCommand());
        Add(ResolveCommand());
        Add(SilenceCommand());
    }

    private TenantVerb ListCommand()
    {
        var all = new Flag("--all", "Those that are resolved too.");
        var rules = new Flag("--rules", "The rules with what they last saw, and why they saw nothing.");
        var command = new TenantVerb(_contexts, "list", "List the open alerts, the newest first.", Rows)
        {
            Examples = ["alerts list --all", "alerts list --rules", "alerts list --json | jq -r 'select(.severity == \"critical\")'"],
        };
        command.Add(all);
        command.Add(rules);
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(all) && parsed.GetValue(rules))
                parsed.AddError("Give either --all or --rules.");
        });
        SetAction(command, (parsed, alerts, output, cancellationToken) => parsed.GetValue(rules)
            ? ListRulesAsync(alerts, output, cancellationToken)
            : ListAsync(alerts, parsed.GetValue(all), output, cancellationToken));
        return command;
    }

    private TenantVerb AcknowledgeCommand()
    {
        var by = NameOption("The person who takes care of them.");
        return ChangeCommand(
            "ack",
            "Record that somebody takes care of alerts.",
            $"ack {ExampleId} --by ann",
            [by],
            "acknowledged",
            (alerts, id, parsed, cancellationToken) =>
                alerts.AcknowledgeAsync(id, parsed.GetValue(by)!, TimeProvider.System.GetUtcNow(), cancellationToken));
    }

    private TenantVerb ResolveCommand()
    {
        var by = NameOption("The person who resolves them.");
        var note = new Option<string>("--note") { Description = "The cause and the remedy." };
        return ChangeCommand(
            "resolve",
            "End alerts. A rule fires again if the cause lasts.",
            $"resolve {ExampleId} --by ann --note 'The disk was full.'",
            [by, note],
            "resolved",
            (alerts, id, parsed, cancellationToken) => alerts.ResolveAsync(
                id, parsed.GetValue(by)!, TimeProvider.System.GetUtcNow(), parsed.GetValue(note), cancellationToken));
    }

    private TenantVerb ChangeCommand(
        string name,
        string description,
        string example,
        IReadOnlyList<Option> options,
        string outcome,
        Func<AlertRepository, Guid, ParseResult, CancellationToken, Task<Alert>> change)
    {
        var ids = new IdArgument("an alert", $"'{Invocation.Program} alerts list'")
        {
            Description = "The ids of alerts, as 'list' shows them.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new TenantVerb(_contexts, name, description, Rows) { Examples = [$"alerts {example}"] };
        command.Add(ids);
        foreach (var option in options)
            command.Add(option);

        SetAction(command, async (parsed, alerts, output, cancellationToken) =>
        {
            foreach (var id in parsed.GetValue(ids)!)
            {
                var alert = await change(alerts, id, parsed, cancellationToken);
                output.Write(new { Alert = id, Rule = alert.Rule!.Name, alert.Subject, Outcome = outcome }, $"{id} {outcome}");
            }
        });
        return command;
    }

    private TenantVerb SilenceCommand()
    {
        var rule = new Argument<string>("rule") { Description = "The name of the rule, as 'list --rules' shows it." };
        var (until, by) = (new UntilOption("The end of the silence"), NameOption("The person who silences it."));
        var command = new TenantVerb(
            _contexts, "silence", "Stop a rule from firing for some time. Open alerts stay open.", "The tenant of the rule")
        {
            Examples = ["alerts silence 'slow queries' --until 8h --by ann", "alerts silence 'large database' --until 2026-12-24 --by ann"],
        };
        command.Add(rule);
        command.Add(until);
        command.Add(by);
        SetAction(command, async (parsed, alerts, output, cancellationToken) =>
        {
            var (name, now) = (parsed.GetValue(rule)!, TimeProvider.System.GetUtcNow());
            var silenced = await alerts.SilenceAsync(name, parsed.GetValue(until), parsed.GetValue(by)!, now, cancellationToken);
            output.Write(
                new { Rule = silenced.Name, silenced.SilencedUntil, silenced.SilencedBy },
                $"{silenced} fires no alert until {Times.Show(silenced.SilencedUntil!.Value)}.");
        });
        return command;
    }

    private static void SetAction(
        TenantVerb verb, Func<ParseResult, AlertRepository, Output, CancellationToken, Task> run) =>
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            await run(parsed, new AlertRepository(context), output, cancellationToken);
        });

    private static Option<string> NameOption(string description) => new("--by") { Description = description, Required = true };

    private static async Task ListAsync(AlertRepository alerts, bool all, Output output, CancellationToken cancellationToken)
    {
        var listing = new Listing(
            "Alert", "Rule", "Subject", "Severity", "Status", "Value", "Threshold", "Since", "Resolved", "By", "Observation", "Remedy");
        await foreach (var alert in (all ? alerts.StreamAsync() : alerts.StreamOpenAsync()).WithCancellation(cancellationToken))
        {
            listing.Add(
                alert.Id, alert.Rule!.Name, alert.Subject, Lower(alert.Severity), Lower(alert.Status), alert.Value, alert.Threshold,
                alert.Since, alert.ResolvedAt, alert.ResolvedBy ?? alert.AcknowledgedBy, alert.Observation, alert.Remedy);
        }

        output.Write(listing);
        output.Note(listing.Count == 0 ? $"There are no {(all ? "" : "open ")}alerts." : $"{listing.Count} alerts.");
    }

    private static async Task ListRulesAsync(AlertRepository alerts, Output output, CancellationToken cancellationToken)
    {
        var states = (await alerts.StreamStatesAsync().ToListAsync(cancellationToken)).ToLookup(state => state.RuleId);
        var listing = new Listing(
            "Rule", "Metric", "Fires", "Threshold", "Severity", "Enabled", "Silenced until", "Subject", "Value", "Evaluated", "Missing");
        await foreach (var rule in alerts.StreamRulesAsync().WithCancellation(cancellationToken))
        {
            foreach (var state in states[rule.Id].DefaultIfEmpty())
            {
                listing.Add(
                    rule.Name, rule.Metric, Lower(rule.Condition), rule.Threshold, Lower(rule.Severity), rule.Enabled ? "yes" : "no",
                    rule.SilencedUntil, state?.Subject, state?.Value, state?.EvaluatedAt,
                    state is null && rule.Enabled ? "It was not evaluated yet." : state?.MissingReason);
            }
        }

        output.Write(listing);
        output.Note(listing.Count == 0
            ? $"There are no rules. '{Invocation.Program} migrate' adds the default ones."
            : $"{listing.Count} lines.");
    }

    private static string Lower<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();
}
