using System.CommandLine;
using MlOps.Domain.Retraining;
using MlOps.Migrator.Retraining;
using MlOps.Persistence.Repositories.Retraining;

namespace MlOps.Migrator.Commands;

/// <summary>Decides on evidence whether a challenger takes the place of the champion.</summary>
internal sealed class GateCommand : Verb
{
    private const string Rows = "The tenant of the model";

    private readonly ContextFactory _contexts;

    public GateCommand(ContextFactory contexts)
        : base("gate", "Decide on evidence whether a challenger takes the place of the version in production.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(RunCommand());
        Add(ApproveCommand());
        Add(RefuseCommand());
        Add(new GatePolicyCommand(contexts));
    }

    private TenantVerb RunCommand()
    {
        var model = new Argument<string>("model") { Description = "The name of the model." };
        var challenger = new Argument<string>("challenger") { Description = "The version that may take the place." };
        var policy = new Option<string?>("--policy")
        {
            Description = "The policy to follow; that of the model, or else the one for all models, if not given.",
            HelpName = "name",
        };
        var trigger = new Option<string>("--trigger")
        {
            Description = "Why the challenger was trained.",
            DefaultValueFactory = _ => "manual",
        };
        trigger.AcceptOnlyFromAmong([.. Enum.GetNames<TriggerReason>().Select(name => name.ToLowerInvariant())]);
        var dryRun = new Flag("--dry-run", "Show what the gate would decide, and store nothing.");
        var by = new ByOption();
        var verb = new TenantVerb(
            _contexts,
            "run",
            $"Compare a challenger with the version in production on the same labelled predictions. Promote it (exit code 0), reject it " +
            $"({ExitCode.Rejected}), or let it wait for approval ({ExitCode.PendingApproval}).",
            Rows)
        {
            Examples = ["gate run churn 2", "gate run churn 2 --trigger drift --by airflow --json", "gate run churn 2 --dry-run"],
        };
        verb.Add(model);
        verb.Add(challenger);
        foreach (var option in new Option[] { policy, trigger, dryRun, by })
            verb.Add(option);

        verb.SetAnswer(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var gate = new GateRepository(context);
            var question = new GateQuestion(parsed.GetValue(model)!, parsed.GetValue(challenger)!)
            {
                PolicyName = parsed.GetValue(policy),
                Trigger = Enum.Parse<TriggerReason>(parsed.GetValue(trigger)!, ignoreCase: true),
            };
            var now = TimeProvider.System.GetUtcNow();
            var decision = parsed.GetValue(dryRun)
                ? null : await gate.RunAsync(question, by.Of(parsed), now, cancellationToken);
            var evidence = decision?.ReadEvidence() ?? await gate.FindEvidenceAsync(question, now, cancellationToken);
            var verdict = Gate.Judge(evidence);
            GatePage.Write(output, evidence, verdict, decision);
            return GatePage.FindExitCode(verdict.Action);
        });
        return verb;
    }

    private TenantVerb ApproveCommand()
    {
        var (decision, by) = (DecisionArgument(), new ByOption());
        var verb = new TenantVerb(
            _contexts,
            "approve",
            "Agree with a decision that waits for approval, and promote the challenger. It needs another login than the decision has.",
            Rows)
        {
            Examples = ["gate approve 0195a000-0000-7000-8000-00000000000d --by bob"],
        };
        verb.Add(decision);
        verb.Add(by);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var answer = await new GateRepository(context).ApproveAsync(
                parsed.GetValue(decision)![0], by.Of(parsed), TimeProvider.System.GetUtcNow(),
                cancellationToken);
            Write(output, answer, $"The challenger of model '{answer.ModelName}' is promoted. Decision {answer.Id}.");
        });
        return verb;
    }

    private TenantVerb RefuseCommand()
    {
        var (decision, by) = (DecisionArgument(), new ByOption());
        var reason = new Option<string>("--reason") { Description = "Why.", HelpName = "text", Required = true };
        var verb = new TenantVerb(_contexts, "refuse", "Reject what waits for approval.", Rows)
        {
            Examples = ["gate refuse 0195a000-0000-7000-8000-00000000000d --reason 'Not before the holidays.'"],
        };
        verb.Add(decision);
        verb.Add(reason);
        verb.Add(by);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var answer = await new GateRepository(context).RefuseAsync(
                parsed.GetValue(decision)![0], parsed.GetValue(reason)!, by.Of(parsed),
                TimeProvider.System.GetUtcNow(), cancellationToken);
            Write(output, answer, $"The challenger of model '{answer.ModelName}' is rejected. Decision {answer.Id}.");
        });
        return verb;
    }

    private static void Write(Output output, RetrainingDecision answer, string line) => output.Write(
        new { Decision = answer.Id, Model = answer.ModelName, answer.Action, Answers = answer.AnswersDecisionId }, line);

    private static IdArgument DecisionArgument() => new("a decision", $"'{Invocation.Program} decisions list'")
    {
        Description = "The id of the decision, as 'run' prints it.",
        Arity = ArgumentArity.ExactlyOne,
    };
}
