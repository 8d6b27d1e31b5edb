using System.CommandLine;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance.Logins;
using MlOps.Persistence.Tenancy;
using Npgsql;

namespace MlOps.Migrator.Commands;

/// <summary>Logins that are bound to a tenant, and the tenant of sessions that name none.</summary>
internal sealed class RolesCommand : Verb
{
    private readonly ContextFactory _contexts;

    public RolesCommand(ContextFactory contexts)
        : base("roles", "Logins that reach one tenant alone, and the tenant of sessions that name none.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(CreateLoginCommand());
        Add(ListCommand());
        Add(DropLoginCommand());
        Add(DefaultTenantCommand());
    }

    private Verb CreateLoginCommand()
    {
        var (name, connection) = (LoginArgument(), ConnectionOption.Create());
        var tenant = new TenantOption("The tenant of the login");
        var rights = new Option<string>("--rights")
        {
            Description = "'app' reads and writes, 'reader' reads.",
            DefaultValueFactory = _ => "app",
        };
        rights.AcceptOnlyFromAmong("app", "reader");
        var password = new Option<FileInfo>("--password-file")
        {
            Description = "A file with the password of the login in its first line. Without it the login has none.",
        };
        var command = new Verb("create-login", "Create a login that reaches the rows of one tenant alone.")
        {
            Examples = ["roles create-login grafana --tenant 0195a000-0000-7000-8000-00000000000c --rights reader --password-file pw.txt"],
        };
        command.Add(name);
        command.Add(connection);
        command.Add(tenant);
        command.Add(rights);
        command.Add(password.AcceptExistingOnly());
        command.SetInterruptibleAction((parsed, output, cancellationToken) => RunAsync(
            parsed.GetValue(connection),
            async logins =>
            {
                var (login, tenantId) = (parsed.GetValue(name)!, tenant.Of(parsed));
                var group = parsed.GetValue(rights) == "reader" ? MlOpsRoles.Reader : MlOpsRoles.App;
                await logins.CreateAsync(login, tenantId, group, ReadPassword(parsed.GetValue(password)), cancellationToken);
                output.Write(new { Login = login, Tenant = tenantId }, $"Login {login} of tenant {tenantId} created.");
            },
            cancellationToken));
        return command;
    }

    private Verb ListCommand()
    {
        var connection = ConnectionOption.Create();
        var command = new Verb("list", "List the logins that are bound to a tenant.") { Examples = ["roles list --json"] };
        command.Add(connection);
        command.SetInterruptibleAction((parsed, output, cancellationToken) => RunAsync(
            parsed.GetValue(connection),
            async logins =>
            {
                var listing = new Listing("Login", "Tenant");
                await foreach (var login in logins.StreamAsync().WithCancellation(cancellationToken))
                    listing.Add(login.Login, login.TenantId);

                output.Write(listing);
                if (listing.Count == 0)
                    output.Note("There are no logins that are bound to a tenant.");
            },
            cancellationToken));
        return command;
    }

    private Verb DropLoginCommand()
    {
        var (name, connection) = (LoginArgument(), ConnectionOption.Create());
        var command = new Verb("drop-login", "Drop a login that is bound to a tenant.") { Examples = ["roles drop-login grafana"] };
        command.Add(name);
        command.Add(connection);
        command.SetInterruptibleAction((parsed, output, cancellationToken) => RunAsync(
            parsed.GetValue(connection),
            async logins =>
            {
                await logins.DropAsync(parsed.GetValue(name)!, cancellationToken);
                output.Write(new { Login = parsed.GetValue(name) }, $"Login {parsed.GetValue(name)} dropped.");
            },
            cancellationToken));
        return command;
    }

    private Verb DefaultTenantCommand()
    {
        var connection = ConnectionOption.Create();
        var tenant = new TenantOption("The tenant of sessions that name none");
        var none = new Flag("--none", "Refuse sessions that name no tenant, which is how a new database is.");
        var command = new Verb("default-tenant", "Set the tenant of new sessions that name none, for an installation with one tenant.")
        {
            Examples = ["roles default-tenant", "roles default-tenant --none"],
        };
        command.Add(connection);
        command.Add(tenant);
        command.Add(none);
        command.SetInterruptibleAction((parsed, output, cancellationToken) => RunAsync(
            parsed.GetValue(connection),
            async logins =>
            {
                Guid? tenantId = parsed.GetValue(none) ? null : tenant.Of(parsed);
                await logins.SetDefaultTenantAsync(tenantId, cancellationToken);
                output.Write(
                    new { Tenant = tenantId },
                    tenantId is null
                        ? "New sessions that name no tenant get an error."
                        : $"New sessions that name no tenant have tenant {tenantId}.");
            },
            cancellationToken));
        return command;
    }

    private static Argument<string> LoginArgument() => new("login") { Description = "The name of the login." };

    private static string? ReadPassword(FileInfo? file) => file is null ? null : File.ReadLines(file.FullName).FirstOrDefault();

    private async Task<int> RunAsync(string? connection, Func<LoginMaintenance, Task> run, CancellationToken cancellationToken)
    {
        using var host = await MlOpsHost.OpenAsync(_contexts, connection, cancellationToken);
        await using var target = NpgsqlDataSource.Create(host.ConnectionString);
        await using var context = _contexts.Create(target, Tenants.Default);
        await run(new LoginMaintenance(context));
        return ExitCode.Success;
    }
}
