// A store on the stack that is given a ticket with this session, and ends. The result is whether it was kept.
#pragma once

#include "flintls/ticket/store.hpp"

extern "C" {

bool flintls_wipe_store_clears(flintls::session const* s, flintls::new_session_ticket const* m); ///< and is cleared
bool flintls_wipe_store_drops(flintls::session const* s, flintls::new_session_ticket const* m);  ///< and drops it
bool flintls_wipe_store_assigns(flintls::session const* s,
                                flintls::new_session_ticket const* m);                           ///< and is overwritten
bool flintls_wipe_store_leaves(flintls::session const* s, flintls::new_session_ticket const* m); ///< and is forgotten
bool flintls_wipe_store_copies(flintls::session const* s,
                               flintls::new_session_ticket const* m); ///< out of it, for good
}
