using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Migrator.Operations;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Logins;
using MlOps.Persistence.Maintenance.Plans;
using MlOps.Persistence.Maintenance.Review;
using Npgsql;

namespace MlOps.Migrator.Commands;

/// <summary>Brings a database to the schema of this version.</summary>
internal sealed class MigrateCommand : Verb
{
    private readonly ContextFactory _contexts;
    private readonly ConnectionOption _connection = ConnectionOption.Create();
    private readonly SpanOption _budget = LockBudgetOption.Create();

    private readonly Flag _review = new(
        "--review", "Connect to no server and change nothing: list the steps of the newest migration that block a table.");

    private readonly Flag _dryRun = new(
        "--dry-run", "Change nothing: show the SQL of the pending migrations, what each statement locks, and about how long.");

    private readonly Option<string> _last = new("--to")
    {
        Description = "Stop after this migration, and do nothing else. The next 'migrate' does the rest.",
        HelpName = "migration",
    };

    private readonly ValueOption<Guid> _tenant = new(
        "--default-tenant",
        "Also set the tenant of new sessions that name none, for an installation with one tenant.",
        "the id of a tenant, such as 0195a000-0000-7000-8000-00000000000c",
        text => Guid.TryParse(text, out var id) && id != Guid.Empty ? id : null);

    public MigrateCommand(ContextFactory contexts)
        : base("migrate", "Bring the schema of the database up to date.")
    {
        _contexts = contexts;
        Examples =
        [
            "migrate --connection postgres://owner@db/mlops",
            "migrate --default-tenant 0195a000-0000-7000-8000-00000000000c",
            "migrate --dry-run --lock-budget 2s",
            "migrate --review",
        ];
        Add(_connection);
        Add(_tenant);
        Add(_last);
        Add(_budget);
        Add(_dryRun);
        Add(_review);
        Validators.Add(parsed =>
        {
            if (parsed.GetValue(_review) && (parsed.GetResult(_tenant) ?? parsed.GetResult(_last) ?? parsed.GetResult(_budget)) is not null)
                parsed.AddError("Give --review without --default-tenant, --to and --lock-budget: it asks no server.");
            else if (parsed.GetValue(_dryRun) && (parsed.GetValue(_review) || parsed.GetResult(_tenant) is not null))
                parsed.AddError("Give --dry-run, which changes nothing, without --review and --default-tenant.");
        });
        this.SetInterruptibleAction((parsed, output, cancellationToken) => parsed.GetValue(_review)
            ? Task.FromResult(Review(contexts, output))
            : RunAsync(parsed, output, cancellationToken));
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

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        using var host = await MlOpsHost.OpenAsync(_contexts, parsed.GetValue(_connection), cancellationToken);
        using var scope = host.Services.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        var (last, budget) = (parsed.GetValue(_last), _budget.Of(parsed));
        if (parsed.GetValue(_dryRun))
        {
            var plan = await MigrationPlan.ReadAsync(context, last, cancellationToken);
            PlanPage.Write(output, plan);
            plan.Require(budget);
            return ExitCode.Success;
        }

        var upgrade = new SchemaUpgrade(context, scope.ServiceProvider.GetRequiredService<TimeProvider>()) { LockBudget = budget };
        var progress = MigrationPage.Follow(output);
        MigrationPage.WriteWaits(output, last is null
            ? await upgrade.RunAsync(progress, cancellationToken) : await upgrade.RunToAsync(last, progress, cancellationToken));
        output.Say(last is null ? $"The schema of {host.Target} is up to date." : $"The schema of {host.Target} has {last}.");
        if (parsed.GetResult(_tenant) is not null)
            await SetDefaultTenantAsync(host, parsed.GetValue(_tenant), output, cancellationToken);

        return ExitCode.Success;
    }

    private async Task SetDefaultTenantAsync(MlOpsHost host, Guid tenant, Output output, CancellationToken cancellationToken)
    {
        await using var target = NpgsqlDataSource.Create(host.ConnectionString);
        await using var context = _contexts.Create(target, tenant);
        await new LoginMaintenance(context).SetDefaultTenantAsync(tenant, cancellationToken);
        output.Say($"New sessions that name no tenant are of {tenant}.");
    }
}
