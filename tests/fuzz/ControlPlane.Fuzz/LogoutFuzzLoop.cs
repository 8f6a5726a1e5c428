using System.Text;
using System.Text.Json;
using ControlPlane.Saml.Logout;
using ControlPlane.Saml.Responses;

namespace ControlPlane.Fuzz;

/// <summary>Damages logout messages at random: posted ones, queries character by character and parameter by parameter, and messages before
/// their query is signed, so that what lies behind the signature is reached as well.</summary>
sealed class LogoutFuzzLoop(int seed)
{
    readonly Random _random = new(seed);
    readonly FuzzRecord _record = new(seed);
    readonly LogoutValidator _validator = A.LogoutValidator();
    readonly List<byte[]> _corpus =
    [
        .. new[] { false, true }.SelectMany(isResponse => new[] { false, true }
            .Select(isSigned => Encoding.UTF8.GetBytes(new LogoutBuilder { IsResponse = isResponse }.BuildXml(isSigned)))),
    ];

    public FuzzReport Run(int executions)
    {
        var mutator = new Mutator(_random, _corpus);
        for (var execution = 0; execution < executions && !_record.IsEnough; execution++)
        {
            var isResponse = _random.Next(2) == 0;
            switch (_random.Next(3))
            {
                case 0:
                    Post(isResponse, mutator);
                    break;
                case 1:
                    Query(isResponse, mutator);
                    break;
                default:
                    SignedQuery(isResponse, mutator);
                    break;
            }
        }

        return _record.Report();
    }

    void Post(bool isResponse, Mutator mutator)
    {
        var good = _corpus[isResponse ? 3 : 1];
        var field = Convert.ToBase64String(mutator.Damage(good));
        _record.Execute(field, () => ValidatePost(isResponse, field), ValidatePost(isResponse, Convert.ToBase64String(good)));
    }

    void Query(bool isResponse, Mutator mutator)
    {
        var good = new LogoutBuilder { IsResponse = isResponse }.BuildQuery();
        var query = _random.Next(2) == 0 ? Encoding.Latin1.GetString(mutator.Damage(Encoding.Latin1.GetBytes(good))) : DamageParameters(good);
        _record.Execute(query, () => ValidateQuery(isResponse, query), ValidateQuery(isResponse, good));
    }

    void SignedQuery(bool isResponse, Mutator mutator)
    {
        var query = new LogoutBuilder { IsResponse = isResponse }.BuildQuery(mutator.Damage(_corpus[isResponse ? 2 : 0]));
        _record.Execute(query, () => ValidateQuery(isResponse, query), original: null);
    }

    /// <summary>Moves, doubles, renames and escapes whole parameters.</summary>
    string DamageParameters(string query)
    {
        var parameters = query.Split('&').ToList();
        for (var i = 1 + _random.Next(3); i > 0; i--)
        {
            var at = _random.Next(parameters.Count);
            var equals = Math.Max(0, parameters[at].IndexOf('=', StringComparison.Ordinal));
            var letter = equals == 0 ? 0 : _random.Next(equals);
            switch (_random.Next(6))
            {
                case 0:
                    parameters.Insert(_random.Next(parameters.Count + 1), parameters[at]);
                    break;
                case 1 when parameters.Count > 1:
                    parameters.RemoveAt(at);
                    break;
                case 2:
                    (parameters[0], parameters[at]) = (parameters[at], parameters[0]);
                    break;
                case 3:
                    parameters[at] = parameters[at][..letter] + Uri.HexEscape(parameters[at].ElementAtOrDefault(letter)) + parameters[at][Math.Min(letter + 1, parameters[at].Length)..];
                    break;
                case 4:
                    parameters[at] = parameters[at].Replace("Request", "Response", StringComparison.Ordinal);
                    break;
                default:
                    parameters.Insert(at, new[] { "RelayState=evil", "SAMLEncoding=x", "SigAlg=", "Signature", "tenant=1", "=", "SAMLRequest=AAAA" }[_random.Next(7)]);
                    break;
            }
        }

        return string.Join('&', parameters);
    }

    string ValidatePost(bool isResponse, string field) => isResponse
        ? JsonSerializer.Serialize(_validator.ValidatePostedResponse(field, null, A.RequestId).Value)
        : JsonSerializer.Serialize(_validator.ValidatePostedRequest(field, null).Value);

    string ValidateQuery(bool isResponse, string query) => isResponse
        ? JsonSerializer.Serialize(_validator.ValidateRedirectResponse(query, A.RequestId).Value)
        : JsonSerializer.Serialize(_validator.ValidateRedirectRequest(query).Value);
}
