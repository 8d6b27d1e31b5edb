using System.Net;
using System.Text;
using System.Text.Json;
using MlOps.Domain.Tenancy;
using MlOps.Testing;

namespace MlOps.Server.Tests.Rest;

/// <summary>What the dialect answers, and what it does not let through.</summary>
public class RestTests(TestDatabase database) : ServerTest(database)
{
    private const string Score = """{"service_name":"ranking","prediction_type":"score","predicted_value":""";

    [Theory]
    [InlineData("?select=predicted_value&order=predicted_value.desc&limit=2", "[{\"predicted_value\":3},{\"predicted_value\":2}]")]
    [InlineData("?select=value:predicted_value::text&predicted_value=gt.2", "[{\"value\":\"3\"}]")]
    [InlineData("?select=v:predicted_value&predicted_value=in.(1,3)&order=predicted_value", "[{\"v\":1},{\"v\":3}]")]
    [InlineData("?select=v:predicted_value&predicted_value=not.eq.1&order=predicted_value.asc.nullslast&offset=1", "[{\"v\":3}]")]
    [InlineData("?select=predicted_value&service_name=like.rank*&predicted_value=lte.1", "[{\"predicted_value\":1}]")]
    [InlineData("?select=predicted_value&actual_value=is.null&predicted_value=neq.2&predicted_value=lt.3", "[{\"predicted_value\":1}]")]
    [InlineData("?select=predicted_value&service_name=eq.'; DROP TABLE ml_feedback; --", "[]")]
    [InlineData("?select=predicted_value&service_name=in.(\"a,b\",\"ran\\\"king\")", "[]")]
    public async Task A_question_is_answered(string query, string expected)
    {
        await using var server = await StartAsync();
        await server.SendAsync("/rest/v1/ml_predictions", $"[{Score}1}},{Score}2}},{Score}3}}]");
        await server.FlushAsync();
        var (status, text) = await GetAsync(server, $"ml_predictions{query}");
        Assert.Equal((200, expected), (status, text.Replace(", \n ", ",", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("ml_predictions?select=nope", 400, "42703")]
    [InlineData("ml_predictions?select=count(id)", 400, "PGRST100")]
    [InlineData("ml_predictions?select=\"; DROP TABLE ml_feedback", 400, "42703")]
    [InlineData("ml_predictions?id=eq.x", 400, "22P02")]
    [InlineData("ml_predictions?id=like", 400, "PGRST100")]
    [InlineData("ml_predictions?order=id.down", 400, "PGRST100")]
    [InlineData("ml_predictions?limit=-1", 400, "PGRST100")]
    [InlineData("pg_class", 404, "PGRST205")]
    [InlineData("pg_shadow", 404, "PGRST205")]
    [InlineData("ml_access_tokens", 403, "42501")]
    [InlineData("ml_logins", 403, "42501")]
    [InlineData("ml_predictions_default", 404, "PGRST205")]
    public async Task A_wrong_question_is_refused_by_a_code(string query, int status, string code)
    {
        await using var server = await StartAsync();
        var (answered, text) = await GetAsync(server, query);
        Assert.Equal((status, code), (answered, JsonDocument.Parse(text).RootElement.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_token_reads_and_changes_the_rows_of_its_tenant_alone()
    {
        var (mine, others) = (
            await CreateTokenAsync(Tenants.Default, AccessScopes.Read | AccessScopes.Write),
            await CreateTokenAsync(Guid.CreateVersion7(), AccessScopes.Read | AccessScopes.Write));
        await using var server = await StartAsync(options => options.RequiresTokens = true);
        var (_, answer) = await server.SendAsync(
            "/rest/v1/ml_predictions", $"{Score}1}}", headers: [("apikey", mine), ("Prefer", "return=representation")]);
        var id = answer[0].GetProperty("id").GetString();
        await server.FlushAsync();
        Assert.Equal("[]", (await GetAsync(server, "ml_predictions?select=id", others)).Text);
        Assert.Contains($"{id}", (await GetAsync(server, "ml_predictions?select=id", mine)).Text, StringComparison.Ordinal);

        // A tenant that somebody writes himself is refused by the policy of the table.
        var (status, refused) = await server.SendAsync(
            "/rest/v1/ml_models", $$"""{"name":"m","model_type":"a","framework":"b","tenant_id":"{{Tenants.Default}}"}""",
            headers: ("apikey", others));
        Assert.Equal((403, "42501"), (status, refused.GetProperty("code").GetString()));

        await PatchAsync(server, $"ml_predictions?id=eq.{id}", """{"actual_value":0}""", others);
        await server.FlushAsync();
        Assert.Equal(0, await Database.CountAsync("ml_predictions WHERE actual_value IS NOT NULL"));
    }

    [Fact]
    public async Task A_token_that_may_only_read_writes_nothing()
    {
        var reads = await CreateTokenAsync(Tenants.Default, AccessScopes.Read);
        await using var server = await StartAsync(options => options.RequiresTokens = true);
        Assert.Equal(403, (await server.SendAsync("/rest/v1/ml_models", "{}", headers: ("apikey", reads))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, await PatchAsync(server, "ml_predictions?id=eq.1", "{}", reads));
    }

    [Theory]
    [InlineData("ml_predictions?id=eq.0e9c9987-2c65-45de-bfd0-20d15cfe4025", """{"actual_value":1}""", HttpStatusCode.Conflict)]
    [InlineData("ml_predictions?id=eq.x", """{"actual_value":1}""", HttpStatusCode.BadRequest)]
    [InlineData("ml_predictions", """{"actual_value":1}""", HttpStatusCode.BadRequest)]
    [InlineData("ml_predictions?id=gt.1", """{"actual_value":1}""", HttpStatusCode.BadRequest)]
    [InlineData("ml_predictions?id=eq.01a232a9-29a5-7a53-8356-c288c05c92e7", """{"service_name":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("ml_predictions?id=eq.01a232a9-29a5-7a53-8356-c288c05c92e7", """{"actual_value":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("ml_models?id=eq.01a232a9-29a5-7a53-8356-c288c05c92e7", """{"name":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("ml_predictions?id=eq.01a232a9-29a5-7a53-8356-c288c05c92e7", "[", HttpStatusCode.BadRequest)]
    public async Task Nothing_but_a_label_can_be_changed(string query, string body, HttpStatusCode expected)
    {
        await using var server = await StartAsync();
        Assert.Equal(expected, await PatchAsync(server, query, body));
    }

    [Theory]
    [InlineData("ml_audit_log", "{}", AccessScopes.Admin | AccessScopes.Decide | AccessScopes.Write)]
    [InlineData("ml_legal_holds", "{}", AccessScopes.Decide | AccessScopes.Write)]
    [InlineData("ml_label_policies", "{}", AccessScopes.Decide | AccessScopes.Write)]
    [InlineData("ml_models", """{"name":"m","model_type":"a","framework":"b"}""", AccessScopes.Write | AccessScopes.Admin)]
    [InlineData("ml_alert_rules", "{}", AccessScopes.Write)]
    public async Task What_decides_needs_another_scope_than_what_was_measured(string table, string row, AccessScopes scopes)
    {
        var token = await CreateTokenAsync(Tenants.Default, scopes);
        await using var server = await StartAsync();
        Assert.Equal(403, (await server.SendAsync($"/rest/v1/{table}", row, headers: ("apikey", token))).Status);
    }

    [Fact]
    public async Task A_token_that_may_not_read_gets_no_stored_rows_back()
    {
        var token = await CreateTokenAsync(Tenants.Default, AccessScopes.Write | AccessScopes.Decide);
        await using var server = await StartAsync();
        var (status, answer) = await server.SendAsync(
            "/rest/v1/ml_models?on_conflict=name", """{"name":"m","model_type":"a","framework":"b"}""",
            headers: [("apikey", token), ("Prefer", "return=representation,resolution=merge-duplicates")]);
        Assert.Equal((201, """[{"id":null}]"""), (status, answer.GetRawText()));
    }

    [Fact]
    public async Task Of_several_rows_where_one_was_asked_for_none_is_inserted()
    {
        await using var server = await StartAsync();
        var (status, _) = await server.SendAsync(
            "/rest/v1/ml_predictions", $"[{Score}1}},{Score}2}}]", headers: ("Accept", "application/vnd.pgrst.object+json"));
        await server.FlushAsync();
        Assert.Equal((406, 0), (status, await Database.CountAsync("ml_predictions")));
    }

    [Theory]
    [InlineData("ml_models?on_conflict=name", """[{"name":"m","model_type":"a","framework":"b"},{"name":"m","model_type":"a","framework":"b"}]""")]
    [InlineData("v_daily_predictions", """{"service_name":"x"}""")]
    [InlineData("learning_events", """{"event_type":"a","event_type":"b"}""")]
    public async Task What_will_never_be_stored_gets_400(string table, string rows)
    {
        await using var server = await StartAsync();
        var (status, _) = await server.SendAsync(
            $"/rest/v1/{table}", rows, headers: ("Prefer", table.Contains('?') ? "resolution=merge-duplicates" : "return=minimal"));
        Assert.Equal(400, status);
    }

    [Fact]
    public async Task An_address_that_does_not_exist_gets_404()
    {
        await using var server = await StartAsync();
        var (status, answer) = await server.SendAsync("/v1/prediction", "{}");
        Assert.Equal(
            (404, "There is no POST /v1/prediction. docs/serve.md has the addresses."), (status, answer.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task All_rows_are_inserted_or_none()
    {
        await using var server = await StartAsync();
        var (status, answer) = await server.SendAsync(
            "/rest/v1/ml_predictions", $$"""[{{Score}}1},{"service_name":"ranking","predicted_value":2}]""");
        Assert.Equal((400, "23502"), (status, answer.GetProperty("code").GetString()));
        await server.FlushAsync();
        Assert.Equal(0, await Database.CountAsync("ml_predictions"));
    }

    private static async Task<(int Status, string Text)> GetAsync(RunningServer server, string query, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/rest/v1/{query}", UriKind.Relative));
        if (token is not null)
            request.Headers.Add("apikey", token);

        using var response = await server.Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<HttpStatusCode> PatchAsync(RunningServer server, string query, string body, string? token = null)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri($"/rest/v1/{query}", UriKind.Relative)) { Content = content };
        if (token is not null)
            request.Headers.Add("apikey", token);

        using var response = await server.Client.SendAsync(request);
        return response.StatusCode;
    }
}
