using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using MlOps.Domain.Tenancy;
using MlOps.Server.Answering;

namespace MlOps.Server.Access;

/// <summary>
/// Finds out who calls by the token of the request. Where none is required, a program of this machine needs none, and acts for the default
/// tenant.
/// </summary>
internal sealed class TokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ServerOptions options,
    KnownTokens tokens,
    TenantContexts contexts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, logger, encoder)
{
    public const string Name = "Token";

    private const string Bearer = "Bearer ";

    // As clients of Supabase send it.
    private const string KeyHeader = "apikey";

    // Those that proxies add, and those of a browser, which sends what a page of another site asks for.
    private static readonly string[] ForeignHeaders = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "Origin", "Sec-Fetch-Site"];

    // A name of another machine may point to this one.
    private bool MayBeOfOthers =>
        ForeignHeaders.Any(Request.Headers.ContainsKey) || !ServerOptions.IsOfThisMachine($"http://{Request.Host}");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (FindSecret() is { } secret)
        {
            var token = await tokens.FindAsync(secret, () => contexts.Create(Tenants.Default), Context.RequestAborted)
                .ConfigureAwait(false);
            return token is null ? AuthenticateResult.Fail("The token is not valid.") : Succeed(new(Caller.Of(token), Name));
        }

        return options.RequiresTokens || MayBeOfOthers
            ? AuthenticateResult.NoResult()
            : Succeed(new(Caller.OfThisMachine(), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = Bearer.TrimEnd();
        return Answers.RefuseAsync(Context, StatusCodes.Status401Unauthorized, this switch
        {
            _ when FindSecret() is not null => "The token is not valid: it is unknown, expired or revoked.",
            _ when !options.RequiresTokens =>
                "The request came through a proxy or a browser, or to another name than localhost. Send a token.",
            _ => "Send a token: 'Authorization: Bearer mlops_…'. 'mlops tokens create' makes one.",
        });
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Answers.RefuseAsync(
        Context, StatusCodes.Status403Forbidden, $"The token '{Context.User.GetName()}' has not the scope that this needs.");

    private static AuthenticateResult Succeed(AuthenticationTicket ticket) => AuthenticateResult.Success(ticket);

    private string? FindSecret()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return header[Bearer.Length..].Trim();

        return header.Length > 0 ? header : Request.Headers.TryGetValue(KeyHeader, out var key) ? key.ToString() : null;
    }
}
