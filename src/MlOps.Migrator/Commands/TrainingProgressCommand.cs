using System.CommandLine;
using System.Globalization;
using MlOps.Migrator.Training;

namespace MlOps.Migrator.Commands;

/// <summary>Records the end of an epoch.</summary>
internal sealed class TrainingProgressCommand : TenantVerb
{
    private readonly IdArgument _job = TrainingCommand.JobArgument();
    private readonly ValueOption<int> _epoch = new(
        "--epoch", "The epoch that has ended, counted from 1; the next one if only a loss is given.", "a whole number from 1",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 ? number : null)
    {
        HelpName = "number",
    };

    private readonly NumberOption _loss = new("--loss", "The loss on the training data at its end.");
    private readonly NumberOption _validationLoss = new("--validation-loss", "The loss on the validation data.");

    public TrainingProgressCommand(ContextFactory contexts)
        : base(
            contexts, "progress", "Record the end of an epoch, or that the job is alive if nothing else is given.", TrainingCommand.Rows)
    {
        Examples =
        [
            $"training progress {TrainingCommand.ExampleId} --epoch 3 --loss 0.21 --validation-loss 0.25",
            $"training progress {TrainingCommand.ExampleId}",
        ];
        Add(_job);
        Add(_epoch);
        Add(_loss);
        Add(_validationLoss);
        Validators.Add(parsed =>
        {
            if (parsed.GetResult(_validationLoss) is not null && parsed.GetResult(_loss) is null)
                parsed.AddError("--validation-loss needs --loss.");
        });
        SetAction(RunAsync);
    }

    private async Task RunAsync(ParseResult parsed, TenantDatabase database, Output output, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var step = await new TrainingRecord(context).ProgressAsync(
            parsed.GetValue(_job)![0], _epoch.Find(parsed), _loss.Find(parsed), _validationLoss.Find(parsed),
            TimeProvider.System.GetUtcNow(), cancellationToken);
        TrainingCommand.Write(
            output, step, $"{step.Job} has completed {step.Job.CompletedEpochs} of {step.Job.TotalEpochs} epochs.");
    }
}
