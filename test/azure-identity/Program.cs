// A program that signs in with Azure.Identity as Az.Accounts does: with the same persistence options, and so the same
// cache. It runs one command, whose options are one JSON argument, and prints JSON objects, one per line. Tokens are
// those of a local cloud.
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Identity;

var options = JsonSerializer.Deserialize<Options>(args[1], JsonSerializerOptions.Web)!;
var commands = new Dictionary<string, Func<Options, Task>>
{
    ["sign-in"] = Commands.SignIn,
    ["tokens"] = Commands.GetTokens,
    ["app"] = Commands.SignInApp,
    ["managed-identity"] = Commands.AskManagedIdentity,
};
try
{
    await commands[args[0]](options);
    return 0;
}
catch (Exception error) when (error is AuthenticationFailedException or CredentialUnavailableException)
{
    Commands.Say(new { error = error.Message });
    return 1;
}

internal sealed record Options(
    string Authority, string ClientId, string Tenant, string[] Scopes, string? UserName = null,
    string? Subscriptions = null);

internal static class Commands
{
    /// <summary>Signs in a person with a device code.</summary>
    public static async Task SignIn(Options options)
    {
        var credential = new DeviceCodeCredential(new DeviceCodeCredentialOptions
        {
            AuthorityHost = new Uri(options.Authority),
            ClientId = options.ClientId,
            TenantId = options.Tenant,
            DisableInstanceDiscovery = true,
            TokenCachePersistenceOptions = Cache(),
            DeviceCodeCallback = (code, _) =>
            {
                Say(new { code = code.UserCode });
                return Task.CompletedTask;
            },
        });
        var record = await credential.AuthenticateAsync(Request(options.Scopes[0]));
        Say(new { userName = record.Username, homeAccountId = record.HomeAccountId });
    }

    /// <summary>Prints the tokens of this machine's managed identity from two credential types.</summary>
    public static async Task AskManagedIdentity(Options options)
    {
        TokenCredential[] credentials =
            [new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned), new DefaultAzureCredential()];
        foreach (var credential in credentials)
        {
            var token = await credential.GetTokenAsync(Request(options.Scopes[0]), CancellationToken.None);
            Console.WriteLine(token.Token);
        }
    }

    /// <summary>Gets tokens of an account that is in the cache without a prompt, as Az.Accounts does to stay signed in.</summary>
    public static async Task GetTokens(Options options)
    {
#pragma warning disable CS0618 // Deprecated, but Az.Accounts uses it.
        var credential = new SharedTokenCacheCredential(new SharedTokenCacheCredentialOptions(Cache())
        {
            AuthorityHost = new Uri(options.Authority),
            ClientId = options.ClientId,
            TenantId = options.Tenant,
            Username = options.UserName,
            EnableGuestTenantAuthentication = true,
            DisableInstanceDiscovery = true,
        });
#pragma warning restore CS0618
        foreach (var scope in options.Scopes)
        {
            var token = await credential.GetTokenAsync(Request(scope), CancellationToken.None);
            Say(new { scope, token = token.Token });
        }
    }

    /// <summary>Signs in an application with the secret on standard input, caches its token, and lists its subscriptions.</summary>
    public static async Task SignInApp(Options options)
    {
        var credential = new ClientSecretCredential(options.Tenant, options.ClientId, Console.ReadLine(), new ClientSecretCredentialOptions
        {
            AuthorityHost = new Uri(options.Authority),
            TokenCachePersistenceOptions = Cache(),
        });
        var token = await credential.GetTokenAsync(Request(options.Scopes[0]));
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token.Token);
        using var answer = await client.GetAsync(options.Subscriptions);
        answer.EnsureSuccessStatusCode();
        using var list = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Say(new { subscriptions = list.RootElement.GetProperty("value").GetArrayLength() });
    }

    public static void Say(object what)
    {
        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(what) + "\n");
        using var output = Console.OpenStandardOutput();
        output.Write(line);
    }

    // Az.Accounts asks for tokens with continuous access evaluation, which have their own cache.
    private static TokenRequestContext Request(string scope) => new([scope], isCaeEnabled: true);

    private static TokenCachePersistenceOptions Cache() =>
        new() { Name = "msal.cache", UnsafeAllowUnencryptedStorage = true };
}
