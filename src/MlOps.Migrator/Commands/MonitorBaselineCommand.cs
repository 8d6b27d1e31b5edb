using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Features;
using MlOps.Domain.Monitoring;
using MlOps.Import.Baselines;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Repositories.Registry;

namespace MlOps.Migrator.Commands;

/// <summary>Stores what a version was trained on, as the reference of monitors.</summary>
internal sealed class MonitorBaselineCommand : TenantVerb
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "A file with a row of the data in each line, and a column for each feature. '-' reads standard input.",
    };

    private readonly Option<string> _model = Required("--model", "The model.");
    private readonly Option<string> _version = Required("--model-version", "The version that was trained on the data.");
    private readonly Option<string> _schema = Required(
        "--schema", "The feature schema that says which columns are numbers, and which categories.");
    private readonly WindowOption _data = new("--data", "The time of the data.") { Required = true };
    private readonly FormatOption _format = new();

    public MonitorBaselineCommand(ContextFactory contexts)
        : base(
            contexts, "baseline", "Store how often which values occurred in the data that a version was trained on.",
            "The tenant of the model")
    {
        Examples =
        [
            "monitor baseline training.csv --model churn --model-version 7 --schema 'churn inputs' --data 2026-01-01..2026-02-01",
        ];
        Add(_file);
        foreach (var option in (Option[])[_model, _version, _schema, _data, _format])
            Add(option);

        SetAction(RunAsync);
    }

    private async Task RunAsync(ParseResult parsed, TenantDatabase database, Output output, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(_file)!;
        var format = _format.Of(parsed, name);
        await using var context = database.CreateContext();
        var version = await new ModelVersionRepository(context).GetAsync(
            parsed.GetValue(_model)!, parsed.GetValue(_version)!, cancellationToken);
        var schema = await FindSchemaAsync(context, parsed.GetValue(_schema)!, cancellationToken);
        await using var stream = InputFile.Open(name);
        var file = await BaselineFile.ReadAsync(stream, format, schema, cancellationToken);
        var (data, now) = (parsed.GetValue(_data)!.Value, TimeProvider.System.GetUtcNow());
        List<FeatureBaseline> baselines =
        [
            .. file.Numbers.Select(pair => FeatureBaseline.OfNumbers(version, pair.Feature, pair.Sample, data, now)),
            .. file.Categories.Select(pair => FeatureBaseline.OfCategories(version, pair.Feature, pair.Sample, data, now)),
        ];
        await new FeatureBaselineRepository(context).StoreAsync(baselines, cancellationToken);
        output.Write(
            new { Model = version.ModelName, version.Version, file.Rows, Features = baselines.Select(row => row.FeatureName) },
            $"{version} has a baseline of {baselines.Count} features from {file.Rows} rows. " +
            $"'{Invocation.Program} monitor add ... --reference baseline:{version.Version}' compares with it.");
    }

    private static async Task<FeatureSchema> FindSchemaAsync(MlOpsDbContext context, string name, CancellationToken cancellationToken) =>
        await context.FeatureSchemas.AsNoTracking().Include(schema => schema.Features)
            .Where(schema => schema.Name == name)
            .OrderByDescending(schema => schema.Version)
            .FirstOrDefaultAsync(cancellationToken)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no feature schema '{name}'.");

    private static Option<string> Required(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "name",
        Required = true,
    };
}
