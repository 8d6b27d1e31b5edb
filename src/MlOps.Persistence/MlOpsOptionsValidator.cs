using Microsoft.Extensions.Options;
using Npgsql;

namespace MlOps.Persistence;

/// <summary>Refuses options that could not work, when the application starts and not when it first writes.</summary>
internal sealed class MlOpsOptionsValidator : IValidateOptions<MlOpsOptions>
{
    public ValidateOptionsResult Validate(string? name, MlOpsOptions options)
    {
        if (options.TenantId == Guid.Empty)
            return ValidateOptionsResult.Fail("MlOps: TenantId is the empty id. Leave it out to use the default tenant.");

        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            return ValidateOptionsResult.Fail(
                "MlOps has no connection string. Set ConnectionStrings:MlOps (in the environment ConnectionStrings__MlOps), " +
                "MLOPS_CONNECTION or POSTGRES_HOST, or pass one: services.AddMlOps(options => options.ConnectionString = …).");

        try
        {
            return new NpgsqlConnectionStringBuilder(options.ConnectionString).Host is { Length: > 0 }
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("MlOps: the connection string names no Host.");
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return ValidateOptionsResult.Fail($"MlOps: the connection string is malformed: {e.Message}");
        }
    }
}
