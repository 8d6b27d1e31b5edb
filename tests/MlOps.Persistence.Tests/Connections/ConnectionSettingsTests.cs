using Microsoft.Extensions.Configuration;
using MlOps.Persistence.Connections;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Connections;

/// <summary>Which connection is used, and what is said of one that cannot be.</summary>
[NeedsNoServer]
public class ConnectionSettingsTests
{
    private const string Secret = "s3cr3t";

    [Fact]
    public void Nothing_given_is_nothing() => Assert.Null(Resolve(null, ("MLOPS_CONNECTION", " "), ("POSTGRES_HOST", "")));

    [Fact]
    public void The_option_comes_first_then_the_variable_then_the_named_string_then_the_parts()
    {
        var all = new Dictionary<string, string>
        {
            ["MLOPS_CONNECTION"] = "Host=variable",
            ["ConnectionStrings:MlOps"] = "Host=named",
            ["POSTGRES_HOST"] = "parts",
            ["PGHOST"] = "psql",
        };

        Assert.Equal(("option", "--connection"), HostAndSource("Host=option"));
        Assert.Equal(("variable", "MLOPS_CONNECTION"), HostAndSource(null));
        all.Remove("MLOPS_CONNECTION");
        Assert.Equal(("named", "ConnectionStrings:MlOps"), HostAndSource(null));
        all.Remove("ConnectionStrings:MlOps");
        Assert.Equal(("parts", "POSTGRES_HOST"), HostAndSource(null));
        all.Remove("POSTGRES_HOST");
        Assert.Equal(("psql", "PGHOST"), HostAndSource(null));

        (string?, string) HostAndSource(string? option)
        {
            var settings = Resolve(option, [.. all.Select(pair => (pair.Key, pair.Value))])!;
            return (Parsed(settings).Host, settings.Source);
        }
    }

    [Theory]
    [InlineData("POSTGRES_HOST", "db", "db:5432/mlops as postgres with ")]
    [InlineData("POSTGRES_PORT", "6000", "localhost:6000/mlops as postgres with ")]
    [InlineData("POSTGRES_USER", "ann", "localhost:5432/mlops as ann with ")]
    [InlineData("POSTGRES_PASSWORD", "a;b='\"", "localhost:5432/mlops as postgres with a;b='\"")]
    [InlineData("MLOPS_DB_NAME", "other", "localhost:5432/other as postgres with ")]
    public void Any_one_of_the_parts_is_enough(string key, string value, string expected)
    {
        var settings = Resolve(null, (key, value))!;

        Assert.Equal(expected, Describe(settings));
        Assert.Equal(key, settings.Source);
    }

    [Fact]
    public void What_local_env_prints_is_read_as_psql_reads_it()
    {
        Assert.Equal(
            "::1:6543/shop as ann with x",
            Describe(Resolve(
                null, ("PGHOST", "::1"), ("PGPORT", "6543"), ("PGUSER", "ann"), ("PGPASSWORD", "x"), ("PGDATABASE", "shop"))!));
        Assert.Equal("db:5432/ann as ann with ", Describe(Resolve(null, ("PGHOST", "db"), ("PGUSER", "ann"))!));
        Assert.Equal($"db:5432/{Environment.UserName} as {Environment.UserName} with ", Describe(Resolve(null, ("PGHOST", "db"))!));
        Assert.Equal(SslMode.VerifyFull, Parsed(Resolve(null, ("PGHOST", "db"), ("PGSSLMODE", "verify-full"))!).SslMode);
        var failure = Assert.Throws<MlOpsException>(() => Resolve(null, ("PGHOST", "db"), ("PGSSLMODE", "strict")));
        Assert.Contains("PGSSLMODE is 'strict'", failure.Message, StringComparison.Ordinal);
        // They are often set for other programs.
        Assert.Null(Resolve(null, ("PGPORT", "6543"), ("PGUSER", "ann"), ("PGPASSWORD", "x"), ("PGDATABASE", "shop")));
    }

    [Theory]
    [InlineData("postgres://ann:p%40ss%2F@db.example:6543/shop", "db.example:6543/shop as ann with p@ss/")]
    [InlineData("postgresql://ann@[::1]/shop", "::1:5432/shop as ann with ")]
    [InlineData("POSTGRES://ann:x@db/sh%20op", "db:5432/sh op as ann with x")]
    [InlineData("postgres://ann:a:b@db/shop", "db:5432/shop as ann with a:b")]
    public void A_uri_is_accepted(string uri, string expected) => Assert.Equal(expected, Describe(Resolve(uri)!));

    [Fact]
    public void Parameters_of_a_uri_keep_their_meaning()
    {
        var parsed = Parsed(Resolve("postgres://db/x?sslmode=verify-full&application_name=my%20app&connect_timeout=7")!);

        Assert.Equal((SslMode.VerifyFull, "my app", 7), (parsed.SslMode, parsed.ApplicationName, parsed.Timeout));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("Host=db;Port=many;Password=" + Secret)]
    [InlineData("Host=db;SSL Mode=" + Secret)]
    [InlineData("Host=db;Password=a;" + Secret + "=b")]
    [InlineData("Host=db;Password=a;" + Secret)]
    [InlineData("Host=db;Password='" + Secret)]
    [InlineData("Database=x;Password=" + Secret)]
    [InlineData("postgres://ann:12/" + Secret + "@db/shop")]
    [InlineData("postgres://ann:12#" + Secret + "@db/shop")]
    [InlineData("postgres://ann:12?" + Secret + "@db/shop")]
    [InlineData("postgres://ann:" + Secret + "@db:port/shop")]
    [InlineData("postgres://ann:" + Secret + "@/shop")]
    [InlineData("postgres://db/shop?sslmode=" + Secret)]
    public void A_malformed_one_is_refused_by_its_source_without_showing_it(string text)
    {
        var failure = Assert.Throws<MlOpsException>(() => Resolve(text));

        Assert.Equal(MlOpsError.Configuration, failure.Error);
        Assert.Contains("--connection", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("70000")]
    [InlineData("five")]
    public void A_port_that_is_none_is_named(string port)
    {
        var failure = Assert.Throws<MlOpsException>(() => Resolve(null, ("POSTGRES_PORT", port)));

        Assert.Contains($"POSTGRES_PORT is '{port}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_the_settings_holds_no_password() =>
        Assert.DoesNotContain(Secret, $"{Resolve("Host=db;Password=" + Secret)}", StringComparison.Ordinal);

    private static ConnectionSettings? Resolve(string? option, params (string Key, string Value)[] configuration) =>
        ConnectionSettings.Resolve(option, new ConfigurationBuilder()
            .AddInMemoryCollection(configuration.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))
            .Build());

    private static NpgsqlConnectionStringBuilder Parsed(ConnectionSettings settings) => new(settings.ConnectionString);

    private static string Describe(ConnectionSettings settings)
    {
        var parsed = Parsed(settings);
        return $"{parsed.Host}:{parsed.Port}/{parsed.Database} as {parsed.Username} with {parsed.Password}";
    }
}
