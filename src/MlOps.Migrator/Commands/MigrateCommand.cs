using Microsoft.Extensions.DependencyInjection;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Logins;
using MlOps.Persistence.Maintenance.Review;
using Npgsql;

namespace MlOps.Migrator.Commands;

/// <summary>Brings a database to the schema of this version.</summary>
internal sealed class MigrateCommand : Verb
{
    public MigrateCommand(ContextFactory contexts)
        : base("migrate", "Bring the schema of the database up to date.")
    {
        Examples =
        [
            "migrate --connection postgres://owner@db/mlops",
            "migrate --default-tenant 0195a000-0000-7000-8000-00000000000c",
            "migrate --review",
        ];
        var connection = ConnectionOption.Create();
        var review = new Flag(
            "--review", "Connect to no server and change nothing: list the steps of the newest migration that block a table.");
        var tenant = new ValueOption<Guid>(
            "--default-tenant",
            "Also set the tenant of new sessions that name none, for an installation with one tenant.",
            "the id of a tenant, such as 0195a000-0000-7000-8000-00000000000c",
            text => Guid.TryParse(text, out var id) && id != Guid.Empty ? id : null);
        Add(connection);
        Add(tenant);
        Add(review);
        Validators.Add(parsed =>
        {
            if (parsed.GetValue(review) && parsed.GetResult(tenant) is not null)
                parsed.AddError("Give either --review, which changes nothing, or --default-tenant.");
        });
        this.SetInterruptibleAction((parsed, output, cancellationToken) => parsed.GetValue(review)
            ? Task.FromResult(Review(contexts, output))
            : RunAsync(
                contexts,
                parsed.GetValue(connection),
                parsed.GetResult(tenant) is null ? null : parsed.GetValue(tenant),
                output,
                cancellationToken));
    }

    private static int Review(ContextFactory contexts, Output output)
    {
        using var context = contexts.CreateWithoutServer();
        var (migration, risks) = MigrationReview.OfNewest(context);
        var adoption = AdoptionReview.Of(context);
        output.Write(
            new { Migration = migration, Risks = risks, Adoption = adoption },
            [
                .. risks.Select(risk => $"{migration} {risk}"),
                risks.Count == 0 ? $"Nothing in {migration} blocks a table that exists." : $"Steps to think about: {risks.Count}.",
                .. adoption is null ? [] : adoption.Explain(migration),
            ]);
        return ExitCode.Success;
    }

    private static async Task<int> RunAsync(
        ContextFactory contexts, string? connection, Guid? defaultTenant, Output output, CancellationToken cancellationToken)
    {
        using var host = await MlOpsHost.OpenAsync(contexts, connection, cancellationToken);
        using var scope = host.Services.CreateScope();
        await scope.ServiceProvider.GetRequiredService<SchemaUpgrade>().RunAsync(new StepLines(output), cancellationToken);
        output.Say($"The schema of {host.Target} is up to date.");
        if (defaultTenant is not { } tenant)
            return ExitCode.Success;

        await using var target = NpgsqlDataSource.Create(host.ConnectionString);
        await using var context = contexts.Create(target, tenant);
        await new LoginMaintenance(context).SetDefaultTenantAsync(tenant, cancellationToken);
        output.Say($"New sessions that name no tenant are of {tenant}.");
        return ExitCode.Success;
    }

    private sealed class StepLines(Output output) : IProgress<SchemaStep>
    {
        public void Report(SchemaStep value) => output.Write(value, $"{value}");
    }
}
