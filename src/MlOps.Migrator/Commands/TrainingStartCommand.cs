using System.CommandLine;
using System.Globalization;
using MlOps.Domain;
using MlOps.Migrator.Training;

namespace MlOps.Migrator.Commands;

/// <summary>Starts the training of a version.</summary>
internal sealed class TrainingStartCommand : TenantVerb
{
    private readonly Argument<string> _model = new("model") { Description = "The model." };
    private readonly Argument<string> _version = new("version") { Description = "The version in training." };
    private readonly Option<string?> _dataset = Text("--dataset", "The registered dataset that it is trained on.", "name");
    private readonly Option<string?> _datasetVersion = Text(
        "--dataset-version", "The version of the dataset; the newest one if not given.", "name");

    private readonly ValueOption<int> _epochs = new(
        "--epochs", "How many epochs are planned. It may end earlier.", "a whole number from 1",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 ? number : null, 1);

    private readonly Option<string?> _hyperparameters = Text("--hyperparameters", "The hyperparameters, as JSON.", "json");
    private readonly Option<string?> _worker = Text("--worker", "What runs it; the name of this machine if not given.", "name");

    public TrainingStartCommand(ContextFactory contexts)
        : base(contexts, "start", "Start the training of a version, and print the id of the job.", TrainingCommand.Rows)
    {
        Examples =
        [
            "training start churn 7 --dataset loans --epochs 20",
            "training start churn 7 --hyperparameters '{\"depth\": 6}' --worker gpu-1",
        ];
        Add(_model);
        Add(_version);
        foreach (var option in (Option[])[_dataset, _datasetVersion, _epochs, _hyperparameters, _worker])
            Add(option);

        Validators.Add(parsed =>
        {
            if (parsed.GetResult(_datasetVersion) is not null && parsed.GetResult(_dataset) is null)
                parsed.AddError("--dataset-version needs --dataset.");
        });
        SetAction(RunAsync);
    }

    private async Task RunAsync(ParseResult parsed, TenantDatabase database, Output output, CancellationToken cancellationToken)
    {
        var plan = new TrainingPlan
        {
            Model = parsed.GetValue(_model)!,
            Version = parsed.GetValue(_version)!,
            Epochs = parsed.GetValue(_epochs),
            Worker = parsed.GetValue(_worker) ?? Environment.MachineName,
            Dataset = parsed.GetValue(_dataset),
            DatasetVersion = parsed.GetValue(_datasetVersion),
            Hyperparameters = parsed.GetValue(_hyperparameters) is { } json ? Json.Parse(json) : null,
        };
        await using var context = database.CreateContext();
        var step = await new TrainingRecord(context).StartAsync(plan, TimeProvider.System.GetUtcNow(), cancellationToken);
        // The id alone, so that a shell can keep it.
        TrainingCommand.Write(output, step, $"{step.Job.Id}");
        output.Note($"{step.Version} is in training. '{Invocation.Program} training finish' ends it.");
    }

    private static Option<string?> Text(string name, string description, string form) =>
        new(name) { Description = description, HelpName = form };
}
