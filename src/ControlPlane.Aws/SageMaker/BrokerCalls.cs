using Amazon.Runtime;
using Amazon.SageMaker;
using Amazon.SageMaker.Model;
using ControlPlane.Accounts;
using ControlPlane.Aws.Calls;
using ControlPlane.Aws.Sts;
using ControlPlane.Domains;

namespace ControlPlane.Aws.SageMaker;

/// <summary>Makes calls to SageMaker by an account's broker session.</summary>
sealed class BrokerCalls(BrokerSessions sessions, SageMakerClients clients, AwsCaller caller)
{
    /// <summary>Names a call.</summary>
    public static AwsCall Call(Account account, RegionName region, string operation) => new("SageMaker", operation, account.Id, region);

    /// <summary>Asks about something that may not exist.</summary>
    /// <returns>Null when AWS knows none.</returns>
    public async Task<T?> FindAsync<T>(
        Account account, RegionName region, string operation, Func<IAmazonSageMaker, CancellationToken, Task<T>> send, CancellationToken ct)
        where T : class
    {
        var call = Call(account, region, operation);
        try
        {
            return await CallAsync(account, call, send, ct);
        }
        catch (ResourceNotFoundException)
        {
            // Asked whether it exists, and it does not.
            return null;
        }
        catch (AmazonServiceException error)
        {
            throw AwsErrors.Denied(call, error);
        }
    }

    /// <summary>Reads a list to its end, or until it has more than <paramref name="most"/> items.</summary>
    /// <param name="account">The account.</param>
    /// <param name="region">The Region.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="send">Asks for the page that a token names.</param>
    /// <param name="read">The items and the next token of an answer.</param>
    /// <param name="most">Where to stop: the answer then has more items than this.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<List<TItem>> ListAsync<T, TItem>(
        Account account, RegionName region, string operation, Func<IAmazonSageMaker, string?, CancellationToken, Task<T>> send,
        Func<T, (IEnumerable<TItem>? Items, string? Next)> read, int most, CancellationToken ct)
        where T : class
    {
        var items = new List<TItem>();
        string? token = null;
        do
        {
            var from = token;
            // A domain that is gone has nothing in it.
            if (await FindAsync(account, region, operation, (client, end) => send(client, from, end), ct) is not { } page)
            {
                return items;
            }

            var (found, next) = read(page);
            items.AddRange(found ?? []);
            token = next;
        }
        while (!string.IsNullOrEmpty(token) && items.Count <= most);

        return items;
    }

    /// <summary>Makes a call, once more with a new session when AWS ended the one that was cached.</summary>
    /// <exception cref="AmazonServiceException">AWS answered with an error that repeating does not mend.</exception>
    public async Task<T> CallAsync<T>(Account account, AwsCall call, Func<IAmazonSageMaker, CancellationToken, Task<T>> send, CancellationToken ct)
    {
        var session = await sessions.GetAsync(account, call.Region, ct);
        try
        {
            return await SendAsync(session, call, send, ct);
        }
        catch (AmazonServiceException error) when (AwsFaults.Of(error) is AwsFault.SessionExpired)
        {
            // AWS ended it before its time, as when sessions are revoked. Once more with a new one.
            sessions.Forget(account, call.Region, session);
            return await SendAsync(await sessions.GetAsync(account, call.Region, ct), call, send, ct);
        }
    }

    async Task<T> SendAsync<T>(AwsSession session, AwsCall call, Func<IAmazonSageMaker, CancellationToken, Task<T>> send, CancellationToken ct)
    {
        using var client = clients.For(session, call.Region);
        return await caller.CallAsync(call, token => send(client, token), ct);
    }
}
