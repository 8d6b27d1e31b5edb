using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

[NeedsNoServer]
public class StartupOptionsTests
{
    private const string Variable = "PGOPTIONS";

    private static readonly string Added = $"-c mlops.tenant_id={Tenants.Default} -c enable_partitionwise_join=on";

    [Theory]
    [InlineData(null, null, "")]
    [InlineData("-c role=a", null, "-c role=a ")]
    [InlineData(null, "-c work_mem=4MB", "-c work_mem=4MB ")]
    [InlineData("-c role=a", "-c work_mem=4MB", "-c role=a ")]
    public void They_follow_those_of_the_application(string? given, string? ofEnvironment, string before)
    {
        var previous = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, ofEnvironment);
        try
        {
            Assert.Equal(before + Added, Add(given));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, previous);
        }
    }

    [Theory, InlineData("-c mlops.tenant_id=x"), InlineData("--MLOPS.tenant_id=x -c role=a")]
    public void A_tenant_of_the_application_stays(string given) => Assert.Equal(given, Add(given));

    private static string? Add(string? given)
    {
        var settings = new NpgsqlConnectionStringBuilder("Host=db.invalid") { Options = given };
        StartupOptions.Add(settings, Tenants.Default);
        return settings.Options;
    }
}
